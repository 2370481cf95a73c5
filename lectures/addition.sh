# Sums of two numbers with up to three digits, digit by digit, as in Keras's example "addition_rnn".
. lectures/lib.sh

begin addition "Addition"
result text "A translator without attention reads a sum such as 17+6, digit by digit, and writes its value. Keras's example addition_rnn, with one LSTM layer of 128, 50,000 sums and reversed input, reports 99 % of characters right after 100 epochs."

count=50000
if [ "$quick" ]; then count=300; fi
write addition --count "$count"

# add MODEL TITLE FLAG...: trains a model; 'accuracy' becomes the share of correct characters.
add() {
  model=addition-$1 title=$2
  shift 2
  train translation "$model" --config lectures/addition.yaml "$@" \
    --pairs "$data/train.tsv" --dev-pairs "$data/dev.tsv"
  accuracy=$(score "$model" accuracy --pairs "$data/test.tsv" --metrics exact_match,accuracy)
  exact=$(share "$(scored score)")
  result cell "1,000 fresh sums" "$title" "characters right" "$(percent "$accuracy")"
  result cell "1,000 fresh sums" "$title" "sums without an error" "$(percent "$exact")"
  result curve "Dev accuracy" "$title" "$models/$model" accuracy
}

result plot "Dev accuracy" epoch accuracy %
add backward "read from last to first"
result claim "Characters right, read from last to first" "$accuracy" 0.99 "" %
backward=$exact
add forward "read from first to last" --no-reverse-source
result claim "Reading from last to first makes adding easier: more sums are right, by" \
  "$(difference "$backward" "$exact")" 0 "" %
