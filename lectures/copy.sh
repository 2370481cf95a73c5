# Strings of letters to be repeated: the direction of reading, and one recurrence or two.
. lectures/lib.sh

begin copy "Copy"
result text "A translator without attention reads a string of up to twelve letters and writes it again. All that its decoder knows of the string is the last state of the encoder. If the encoder reads from last to first, the first letter to be written is the one that was read last (Sutskever, Vinyals and Le, 2014). With shared weights, one recurrence reads the string and goes on to write it."

size="--length 12"
if [ "$quick" ]; then size="--length 3 --count 300"; fi
write copy $size

# copy MODEL TITLE FLAG...: trains a model; 'exact' becomes the share of strings that it copies.
copy() {
  model=copy-$1 title=$2
  shift 2
  train translation "$model" --config lectures/copy.yaml --allow-suspect-columns "$@" \
    --pairs "$data/train.tsv" --dev-pairs "$data/dev.tsv"
  for test in longer test; do
    accuracy=$(score "$model" accuracy --pairs "$data/$test.tsv" --allow-suspect-columns \
      --metrics exact_match,accuracy)
    exact=$(share "$(scored score)")
    result cell "Strings copied without an error" "$title" "$(length_of "$test")" "$(percent "$exact")"
  done
  result cell "Strings copied without an error" "$title" parameters "$(parameters "$model")"
  result curve "$plot" "$title" "$models/$model" accuracy
}

length_of() { if [ "$1" = test ]; then echo "as long as in training"; else echo "half as long again"; fi; }

plot="Letters right after the correct letters before them, dev set"
result plot "$plot" epoch accuracy %
copy forward "read from first to last"
forward=$exact
copy backward "read from last to first" --reverse-source
backward=$exact
copy shared "read from last to first, shared weights" --reverse-source --share-weights
result claim "Strings of twelve letters, read from last to first, are copied without an error" \
  "$backward" 0.9 "" %
result claim "Reading from last to first makes copying easier: more strings are right, by" \
  "$(difference "$backward" "$forward")" 0 "" %
