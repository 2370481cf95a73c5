# Strings of letters, to be written from last to first.
. lectures/lib.sh

begin reverse "Reverse"
result text "A translator without attention reads a string of up to twelve letters and writes it from last to first. The first letter to be written is the one that was read last, as when a string that is read from last to first is copied."

size="--length 12"
if [ "$quick" ]; then size="--length 3 --count 300"; fi
write reverse $size
train translation reverse --config lectures/reverse.yaml \
  --pairs "$data/train.tsv" --dev-pairs "$data/dev.tsv"

for test in test longer; do
  accuracy=$(score reverse accuracy --pairs "$data/$test.tsv" --metrics exact_match,accuracy)
  exact=$(share "$(scored score)")
  if [ "$test" = test ]; then
    row="as long as in training"
    result claim "Strings of twelve letters are reversed without an error" "$exact" 0.9 "" %
  else
    row="half as long again"
  fi
  result cell "Fresh strings" "$row" "strings without an error" "$(percent "$exact")"
  result cell "Fresh strings" "$row" "letters right after the correct letters before them" \
    "$(percent "$accuracy")"
done
result plot "Dev accuracy" epoch accuracy %
result curve "Dev accuracy" LSTM "$models/reverse" accuracy
head -n 5 "$data/test.tsv" | cut -f 1 > "$models/strings.txt"
dragoman translate "$models/reverse" < "$models/strings.txt" 2> "$models/log" |
  paste -d '=' "$models/strings.txt" - | tr -d ' ' | sed 's/=/  ->  /' |
  while IFS= read -r line; do result sample "Fresh strings and what the model writes" "$line"; done
