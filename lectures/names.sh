# The language that a surname is from. NAMES is a file of lines with a name, a tab and a language.
. lectures/lib.sh

names=${NAMES:-}
if [ ! -f "$names" ]; then
  echo "  skipped: give a file of names and languages with NAMES=FILE" >&2
  rm -f lectures/results/names.tsv
  exit 0
fi

begin names "Names"
result text "Which language is a surname from? A bidirectional LSTM reads the letters; the label comes from the maximum of its outputs over time. Five sevenths of the names are for training, a seventh is the dev set, and a seventh is kept back: the accuracy is that on the names kept back. Some of them also occur in training, so that the names that do not are counted by themselves too."

write names --from "$names"
train classifier names --config lectures/names.yaml \
  --examples "$data/train.tsv" --dev-examples "$data/dev.tsv"
accuracy=$(score names accuracy --examples "$data/test.tsv")
result claim "The language of names kept back is found" "$accuracy" 0.8 "" %

awk -F '\t' 'NR == FNR { seen[$1]; next } !($1 in seen)' "$data/train.tsv" "$data/test.tsv" \
  > "$models/unseen.tsv"
unseen=$(score names accuracy --examples "$models/unseen.tsv")
result cell "Accuracy on names kept back" "all" "names" "$(wc -l < "$data/test.tsv")"
result cell "Accuracy on names kept back" "all" "accuracy" "$(percent "$accuracy")"
result cell "Accuracy on names kept back" "not in training" "names" "$(wc -l < "$models/unseen.tsv")"
result cell "Accuracy on names kept back" "not in training" "accuracy" "$(percent "$unseen")"
result plot "Dev accuracy" epoch accuracy %
result curve "Dev accuracy" "bidirectional LSTM" "$models/names" accuracy
dragoman evaluate "$models/names" --examples "$data/test.tsv" | sed -n '3,/^$/p' | sed '/^$/d' |
  while IFS= read -r line; do result sample "Scores of each language" "$line"; done
