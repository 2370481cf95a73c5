# Scenes of coloured shapes, described in sentences.
. lectures/lib.sh

begin scenes "Scenes"
result text "A scene of one or two coloured shapes is a vector of 26 numbers. An LSTM, which the vector enters as its first state and at every step, describes it in a sentence."

write scenes
train generator scenes --config lectures/scenes.yaml \
  --vectors "$data/train.tsv" --target "$data/train.txt" \
  --dev-vectors "$data/dev.tsv" --dev-target "$data/dev.txt"
dragoman generate "$models/scenes" --vectors "$data/test.tsv" > "$models/scenes.txt"
right=$(paste -d '=' "$models/scenes.txt" "$data/test.txt" | awk -F '=' '$1 == $2 { n++ } END { print n / NR }')
result claim "Sentences about new scenes are exactly right" "$right" 0.97 "" %
result plot "Dev BLEU" epoch BLEU ""
result curve "Dev BLEU" "LSTM" "$models/scenes" bleu
head -n 8 "$models/scenes.txt" |
  while IFS= read -r line; do result sample "Sentences about new scenes" "$line"; done
