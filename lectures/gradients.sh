# The gradient of the loss with respect to the state that read a symbol 50, 100 and 200 steps before.
. lectures/lib.sh

begin gradients "Gradients"
result text "A sequence begins with one of eight letters, which is its class, and goes on with noise, so that a network must hold its first symbol until the end (after Bengio, Simard and Frasconi, 1994). The table shows what is left of the gradient at the first symbol: the norm of the gradient of the loss with respect to the state after the first symbol, divided by the norm with respect to the state one step before the end. A number above 1 means that the gradient is larger at the first symbol than near the end. All networks have layer normalization, 32 units and 5 epochs of training on sequences of all lengths up to that of the test. The gradient of the plain network vanishes. With its usual initial weights, an LSTM forgets half of its cell state in about two steps; with a forget bias of 5, it keeps it for about 150 steps from the start, and so does its gradient. The pages lectures/results/gradients-50.html and so on show all distances, the saturated gates, LSTMs whose forget gates are held at 1 after training, as in the first LSTM (Hochreiter and Schmidhuber, 1997), and Elman networks with given singular values."

distances="50 100 200" networks="tanh gru lstm lstm-bias-5"
if [ "$quick" ]; then distances=50; fi

# left NETWORK STATE: what is left of the gradient at the distance.
left() {
  awk -F'\t' -v network="$1" -v state="$2" -v distance="$distance" \
    '$1 == network && $4 == "gradient_ratio" && $5 == state && $6 == distance { print $8 }' "$models/gradients.tsv"
}

# add COLUMN NUMBER: adds a cell to the table.
add() { result cell "What is left of the gradient" "$distance steps" "$1" "$(awk -v x="$2" 'BEGIN { printf "%.2g", x }')"; }

for distance in $distances; do
  write gradients --distance "$distance"
  place=$data/distance-$distance
  checkpoints=
  for network in $networks; do
    bias=
    case $network in lstm-bias-*) bias="--forget-bias ${network#lstm-bias-}" ;; esac
    train classifier "latch-$distance/$network" --config lectures/gradients.yaml --cell "${network%%-*}" $bias \
      --examples "$place/train.tsv" --dev-examples "$place/dev.tsv"
    checkpoints="$checkpoints $models/latch-$distance/$network"
    accuracy=$(score "latch-$distance/$network" accuracy --examples "$place/test.tsv")
    result cell "Accuracy (guessing gives 12.5 %)" "$distance steps" "$network" "$(percent "$accuracy")"
  done
  # All numbers in a table, and then on a page.
  for output in "$models/gradients.tsv" "lectures/results/gradients-$distance.html"; do
    dragoman gradients $checkpoints --examples "$place/test.tsv" --hold-forget-gates \
      --sigma 0.5,0.9,1,1.1,2 --output "$output" > "$models/log" 2>&1 || fail
  done
  plain=$(left tanh hidden) kept=$(left lstm-bias-5 cell)
  add "tanh, hidden state" "$plain"
  add "gru, hidden state" "$(left gru hidden)"
  add "lstm, hidden state" "$(left lstm hidden)"
  add "lstm, cell state" "$(left lstm cell)"
  add "lstm-bias-5, hidden state" "$(left lstm-bias-5 hidden)"
  add "lstm-bias-5, cell state" "$kept"
  # The last network is the LSTM with a forget bias of 5.
  result claim "$distance steps: the LSTM with a forget bias of 5 classifies 99 % of sequences" "$accuracy" 0.99 "" %
  result claim "$distance steps: the gradient of its cell state survives" "$kept" 0.1 "" ""
  result claim "$distance steps: that of the plain network vanishes" "$plain" "" 0.0001 ""
done
result claim "The derivative of a cell state with respect to the previous one is 1 if forget gates are held at 1" \
  "$(awk -F'\t' '$1 ~ /, forget gates held at 1$/ && $4 == "cell_path" { all++; if ($8 != 1) wrong++ } END { print all && !wrong ? 1 : 0 }' "$models/gradients.tsv")" 1 1 ""

# sigma VALUE: the gradient of a resting Elman network after 100 steps.
sigma() {
  awk -F'\t' -v network="sigma $1" '$1 == network && $5 == "resting" && $6 == 100 { print $8 }' "$models/gradients.tsv"
}
result claim "σ 0.9: the gradient of an Elman network vanishes in 100 steps" "$(sigma 0.9)" "" 0.0001 ""
result claim "σ 1: it survives" "$(sigma 1.0)" 0.999 1.001 ""
result claim "σ 1.1: it explodes" "$(sigma 1.1)" 10000 "" ""
