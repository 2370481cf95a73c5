# Units that detect quotations, brackets, comments, indented lines, the position in a line, and the part between two symbols.
. lectures/lib.sh

begin detectors "Detectors"
result text "A character model must know whether a quotation, a bracket or a comment is open, whether the lines are indented and how long the line is already, to predict the next character. A linear probe of its hidden and cell state tells these, and sometimes a single unit does. Speech and comments have words of their own, spelled with the letters of the others, so that the current character alone says little about whether a quotation or a comment is open: for quotations, the label that is most frequent at each character is right in 61 % of the places. The last model is a labeller of temporal-order sequences, which sees two symbols X or Y among noise, and says at every step which of them it has seen, in their order. All accuracies are those on a fifth of a fresh text, in whole lines; always guessing the most frequent label is right as often as the column 'majority' says. Each feature has a page, lectures/results/detectors-FEATURE.html."

length=300000 count=1000
if [ "$quick" ]; then length=4000 count=100; fi

write detectors --length "$length"

# detect FEATURE MODEL TEXT [ROW]: what the state of a model tells about a feature; writes a page.
detect() {
  feature=$1 model=$2 text=$3 row=${4:-$1}
  dragoman activations "$models/$model" --state hidden,cell --feature "$feature" --json \
    --plot "lectures/results/detectors-$feature.html" < "$text" > "$models/scores" 2> "$models/log" || fail
  probe=$(scored probe_accuracy)
  unit=$(sed -n 's/^ *"unit" : "\(.*\)",*$/\1/p' "$models/scores")
  result cell "Accuracy" "$row" "majority" "$(percent "$(scored majority_share)")"
  result cell "Accuracy" "$row" "linear probe" "$(percent "$probe")"
  result cell "Accuracy" "$row" "best unit" "$(percent "$(scored unit_accuracy)"), $unit"
  if [ "$(scored majority_share | awk '{ print ($1 <= 0.65) }')" = 1 ]; then
    result claim "The state tells '$row'" "$probe" 0.9 "" %
  fi
}

for pair in quotes-story brackets-program comment-script indentation-outline line-position-columns; do
  text=${pair##*-}
  train language-model "detectors-$text" --config lectures/detectors.yaml \
    --text "$data/$text-train.txt" --dev-text "$data/$text-dev.txt"
  detect "${pair%-*}" "detectors-$text" "$data/$text-test.txt"
done
result claim "A single unit tells 'line-position'" "$(scored unit_accuracy)" 0.9 "" %

# single_unit FEATURE KIND DECAY: five models with few units and a strong weight decay. In most of
# them, a single unit tells the feature.
single_unit() {
  kind=$2 decay=$3 units=
  for seed in 1 2 3 4 5; do
    train language-model "detectors-$kind-$seed" --config lectures/detectors.yaml \
      --text "$data/$kind-train.txt" --dev-text "$data/$kind-dev.txt" \
      --hidden-size 32 --learning-rate 0.01 --optimizer adamw --weight-decay "$decay" --seed "$seed"
    detect "$1" "detectors-$kind-$seed" "$data/$kind-test.txt" "$1, weight decay, seed $seed"
    units="$units $(scored unit_accuracy)"
  done
  result claim "A single unit tells '$1' (median of 5 runs)" "$(median $units)" 0.9 "" %
}

single_unit quotes story 0.3
single_unit comment script 1

# The temporal-order model answers at every step here: asked only at the end, it spreads over many
# units what a single one could tell.
write temporal-order --level moderate --count "$count" --every-step
order=lectures/data/temporal-order/moderate-steps
# The symbols of a sequence in a line.
awk '{ printf "%s", ($0 == "" ? "\n" : $1 " ") }' "$order/test.tsv" > "$models/order.txt"
units=
for seed in 1 2 3 4 5; do
  train labeller "detectors-order-$seed" --no-characters --embedding-size 8 --hidden-size 32 \
    --epochs 15 --batch-size 32 --optimizer adam --learning-rate 0.005 --precision float32 \
    --threads 1 --seed "$seed" \
    --tokens "$order/train.tsv" --dev-tokens "$order/dev.tsv"
  detect between "detectors-order-$seed" "$models/order.txt" "between, seed $seed"
  units="$units $(scored unit_accuracy)"
done
result claim "A single unit tells 'between' (median of 5 runs)" "$(median $units)" 0.9 "" %
