# A search over the formulas of recurrent cells: where do the LSTM and the GRU rank?
. lectures/lib.sh

begin cells "Which cell?"
result text "A recurrent cell is a formula of gates, sums, products and the functions sigmoid, tanh and ReLU: a1 is the first gate's W x + b + U h + d, x1 and h1 are its two halves, and h and c are the states of the step before until the formula sets them. The search begins with the LSTM, the GRU, the simple (Elman) cell and random formulas. Then each new cell is a mutation of the best of a few of the latest (Real et al., 2019; Jozefowicz et al., 2015, searched in a similar way). Each cell learns three tasks for a few hundred steps, with as many units as fit into the same number of parameters: to echo a stream of bits 8 steps later, to tell the order of two letters far apart in a string, and to predict characters. Its score is the mean of how far it comes from guessing (0) to perfect (1) on dev sets."
result text "A single short training is noisy, and the best of many noisy scores is partly luck. The ten best cells of the search and the known ones are therefore trained again from fresh initial weights, and ranked by the mean of these scores; the least and the greatest are given beside it."

size= lines=12000 candidates=120 minutes=10 flags=
if [ "$quick" ]; then
  size="--length 3000 --count 200" lines=200 candidates=6 minutes=1
  flags="--labeller-steps 3 --classifier-steps 3 --language-model-steps 3 --finalists 2 --repeats 2"
fi

cut -f 1 corpora/eng-fra/train.tsv | head -n "$lines" > "$models/english.txt"
write cells --from "$models/english.txt" $size

# The search goes on where an earlier one stopped; this is a new one.
rm -rf "$models/cells"
echo "  searching" >&2
dragoman search-cells --config lectures/cells.yaml --output "$models/cells" \
  --candidates "$candidates" --minutes "$minutes" $flags \
  --tokens "$data/tokens.tsv" --dev-tokens "$data/dev-tokens.tsv" \
  --examples "$data/examples.tsv" --dev-examples "$data/dev-examples.tsv" \
  --text "$data/text.txt" --dev-text "$data/dev-text.txt" \
  --tsv > "$models/cells.tsv" 2> "$models/log" || fail

# The columns of the table: rank, score, least, most, runs, in search, labeller, classifier, loss,
# parameters, units, name, cell.
tried=$(wc -l < "$models/cells/candidates.jsonl")
tr '\t' '|' < "$models/cells.tsv" |
  while IFS='|' read -r rank score least most runs searched echo order loss parameters units name cell; do
    table="The best of $tried cells and the known ones"
    row="$rank. ${name:+$name: }$cell"
    result cell "$table" "$row" "score (least–most of $runs)" "$(decimal "$score") ($(decimal "$least")–$(decimal "$most"))"
    result cell "$table" "$row" "in the search" "$searched."
    result cell "$table" "$row" echo "$(percent "${echo#-}")"
    result cell "$table" "$row" order "$(percent "${order#-}")"
    result cell "$table" "$row" "loss per character" "$loss"
    result cell "$table" "$row" units "$units"
  done

plot="Scores in the course of the search"
result plot "$plot" candidate score ""
sed 's/.*"score":\([0-9.e-]*\).*/\1/' "$models/cells/candidates.jsonl" |
  awk '{
    scores[NR] = $1; sum += $1 - scores[NR - 20]
    if (NR == 1 || $1 > best) best = $1
    if (NR % 5 == 0) print NR, best, sum / (NR < 20 ? NR : 20)
  }' |
  while read -r number best mean; do
    result point "$plot" "best so far" "$number" "$best"
    result point "$plot" "mean of the last 20" "$number" "$mean"
  done

# of NAME COLUMN: a column of a known cell. best COLUMN: a column of the best cell.
of() { awk -F '\t' -v name="$1" -v column="$2" '$12 == name { print $column }' "$models/cells.tsv"; }
best() { awk -F '\t' -v column="$1" 'NR == 1 { print $column }' "$models/cells.tsv"; }

for name in LSTM GRU; do
  result claim "The $name is in the best quarter of $tried cells in the search" \
    "$(of "$name" 6 | awk -v tried="$tried" '{ print $1 / tried }')" "" 0.25 %
done
result claim "The LSTM scores far better than the Elman network, trained again (difference)" \
  "$(difference "$(of LSTM 2)" "$(of Elman 2)")" 0.1 "" ""
result claim "The best cell hardly beats the better of the LSTM and the GRU, trained again (difference)" \
  "$(difference "$(best 2)" "$(most "$(of LSTM 2)" "$(of GRU 2)")")" "" 0.05 ""
