# Units that detect quotations, brackets, indented lines, the position in a line, and the part between two symbols.
. lectures/lib.sh

begin detectors "Detectors"
result text "A character model must know whether a quotation or a bracket is open, whether the lines are indented and how long the line is already, to predict the next character. A linear probe of its hidden and cell state tells these, and sometimes a single unit does. Speech has words of its own, spelled with the letters of the others, so that the current character alone says little about whether a quotation is open: the label that is most frequent at each character is right in 61 % of the places. The last model is a classifier of temporal-order sequences, which sees two symbols X or Y among noise. All accuracies are those on a fifth of a fresh text, in whole lines; always guessing the most frequent label is right as often as the column 'majority' says. Each feature has a page, lectures/results/detectors-FEATURE.html."

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

for pair in quotes-story brackets-program indentation-outline line-position-columns; do
  text=${pair##*-}
  train language-model "detectors-$text" --config lectures/detectors.yaml \
    --text "$data/$text-train.txt" --dev-text "$data/$text-dev.txt"
  detect "${pair%-*}" "detectors-$text" "$data/$text-test.txt"
done
result claim "A single unit tells 'line-position'" "$(scored unit_accuracy)" 0.9 "" %

# Few units and a strong weight decay: in most runs, a single unit tells whether a quotation is open.
units=
for seed in 1 2 3 4 5; do
  train language-model "detectors-story-$seed" --config lectures/detectors.yaml \
    --text "$data/story-train.txt" --dev-text "$data/story-dev.txt" \
    --hidden-size 32 --learning-rate 0.01 --optimizer adamw --weight-decay 0.3 --seed "$seed"
  detect quotes "detectors-story-$seed" "$data/story-test.txt" "quotes, weight decay, seed $seed"
  units="$units $(scored unit_accuracy)"
done
result claim "A single unit tells 'quotes' (median of 5 runs)" "$(median $units)" 0.9 "" %

write temporal-order --level moderate --count "$count"
order=lectures/data/temporal-order/moderate
train classifier detectors-order --config lectures/temporal-order.yaml --no-layer-norm \
  --examples "$order/train.tsv" --dev-examples "$order/dev.tsv"
cut -f 1 "$order/test.tsv" > "$models/order.txt"
detect between detectors-order "$models/order.txt"
