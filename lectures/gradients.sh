# The gradient of the loss with respect to the state that read a symbol 50, 100 and 200 steps before.
. lectures/lib.sh

begin gradients "Gradients"
result text "A sequence begins with one of eight letters, which is its class, and goes on with noise, so that a network must hold its first symbol until the end (after Bengio, Simard and Frasconi, 1994). The table shows the norm of the gradient of the loss with respect to the state at the first symbol, divided by that with respect to the state before the last one: what is left of the gradient on its way. Training sequences have all lengths up to that of the test, from which the networks learn more easily. A plain network can only hold a symbol in saturated units, through which the gradient vanishes; an LSTM with trained forget gates may do so too. With forget gates held at 1, as in the first LSTM (Hochreiter and Schmidhuber, 1997), the gradient with respect to its cell state stays. The pages lectures/results/gradients-50.html and so on show all distances, the saturated gates, and Elman networks with given singular values."

distances="50 100 200" cells="tanh gru lstm"
if [ "$quick" ]; then distances=50; fi

# left NETWORK STATE: what is left of the gradient at the distance.
left() {
  awk -F'\t' -v network="$1" -v state="$2" -v distance="$distance" \
    '$1 == network && $4 == "gradient_ratio" && $5 == state && $6 == distance { print $8 }' "$models/gradients.tsv"
}

# add COLUMN NUMBER: adds a cell to the table.
add() { result cell "What is left of the gradient" "$distance steps" "$1" "$(awk -v x="$2" 'BEGIN { printf "%.1e", x }')"; }

for distance in $distances; do
  write gradients --distance "$distance"
  place=$data/distance-$distance
  networks=
  for cell in $cells; do
    train classifier "latch-$distance/$cell" --config lectures/gradients.yaml --cell "$cell" \
      --examples "$place/train.tsv" --dev-examples "$place/dev.tsv"
    networks="$networks $models/latch-$distance/$cell"
    result cell "Accuracy" "$distance steps" "$cell" \
      "$(percent "$(score "latch-$distance/$cell" accuracy --examples "$place/test.tsv")")"
  done
  # All numbers in a table, and then on a page.
  for output in "$models/gradients.tsv" "lectures/results/gradients-$distance.html"; do
    dragoman gradients $networks --examples "$place/test.tsv" --hold-forget-gates \
      --sigma 0.5,0.9,1,1.1,2 --output "$output" > "$models/log" 2>&1 || fail
  done
  plain=$(left tanh hidden) kept=$(left lstm cell) held=$(left "lstm, forget gates held at 1" cell)
  add "plain, hidden state" "$plain"
  add "GRU, hidden state" "$(left gru hidden)"
  add "LSTM, hidden state" "$(left lstm hidden)"
  add "LSTM, cell state" "$kept"
  add "LSTM with forget gates at 1, cell state" "$held"
  result claim "$distance steps: the gradient of the plain network vanishes" "$plain" "" 0.000001 ""
  result claim "$distance steps: that of the GRU survives" "$(left gru hidden)" 0.1 "" ""
  result claim "$distance steps: that of the LSTM with forget gates held at 1 survives" "$held" 0.5 "" ""
  result claim "$distance steps: the LSTM with trained forget gates is at least ten times as good as the plain network" \
    "$(awk -v x="$kept" -v y="$plain" 'BEGIN { print ((x > 10 * y) ? 1 : 0) }')" 1 1 ""
done
result claim "The derivative of a cell state by the one before is 1 if forget gates are held at 1" \
  "$(awk -F'\t' '$1 == "lstm, forget gates held at 1" && $4 == "cell_path" && $8 != 1 { wrong++ } END { print wrong ? 0 : 1 }' "$models/gradients.tsv")" 1 1 ""

# sigma VALUE: the gradient of a resting Elman network after 100 steps.
sigma() {
  awk -F'\t' -v network="sigma $1" '$1 == network && $5 == "resting" && $6 == 100 { print $8 }' "$models/gradients.tsv"
}
result claim "σ 0.9: the gradient of an Elman network vanishes in 100 steps" "$(sigma 0.9)" "" 0.0001 ""
result claim "σ 1: it survives" "$(sigma 1.0)" 0.999 1.001 ""
result claim "σ 1.1: it explodes" "$(sigma 1.1)" 10000 "" ""
