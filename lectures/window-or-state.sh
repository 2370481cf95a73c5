# The next character from a window of the last m characters, or from a learned state.
. lectures/lib.sh

begin window-or-state "Window or state"
result text "A model of text may look at a window of the last m characters, or keep a state that it updates with each character. A window of m characters is itself a state, which forgets what leaves it; a learned state keeps what is of use. Perplexity is per character, on lines that were not used in training, of the English half of corpora/eng-fra."

lines=6000 orders="1 2 3 4 6 8"
if [ "$quick" ]; then lines=300 orders="1 2"; fi

cut -f 1 corpora/eng-fra/train.tsv | head -n "$lines" > "$models/english.txt"
write window-or-state --from "$models/english.txt"

# model MODEL FLAG...: trains a language model; 'perplexity' becomes that on the test set.
model() {
  model=$1
  shift
  train language-model "$model" --config lectures/window-or-state.yaml "$@" \
    --text "$data/train.txt" --dev-text "$data/dev.txt"
  perplexity=$(score "$model" perplexity --text "$data/test.txt")
}

plot="Perplexity per character by the size of the window"
result plot "$plot" "characters in the window (m)" "perplexity per character" ""
windows=
for order in $orders; do
  model "window-$order" --model window --order "$order"
  windows="$windows $perplexity"
  result point "$plot" window "$order" "$perplexity"
  result cell "Models" "window of $order" "perplexity" "$(decimal "$perplexity")"
  result cell "Models" "window of $order" "parameters" "$(parameters "$model")"
done
model state
for order in 1 "$order"; do result point "$plot" "learned state" "$order" "$perplexity"; done
result cell "Models" "learned state (LSTM)" "perplexity" "$(decimal "$perplexity")"
result cell "Models" "learned state (LSTM)" "parameters" "$(parameters "$model")"

last=${windows##* }
result claim "The longest window has a lower perplexity than the shortest" "$last" "" "$(most $windows)" ""
result claim "A learned state has a lower perplexity than every window" \
  "$perplexity" "" "$(least $windows)" ""

# The lecture's table: a window is a machine whose state is exactly the last symbols.
head -n 10 "$data/pairs.tsv" | while IFS='	' read -r state next; do
  result sample "A window of three as a machine: state, next character, new state" \
    "$state  --  $next  ->  ${state#?}$next"
done
