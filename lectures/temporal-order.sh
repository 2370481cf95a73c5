# Cells of recurrent layers on sequences whose class depends on the order of two symbols. The levels
# differ in the distance of the symbols from each other and from the end.
. lectures/lib.sh

begin temporal-order "Temporal order"
result text "A sequence of letters begins with B, ends with E and has noise from a, b, c and d between them, but for two letters, each of which is X or Y. Their order decides the class: Q, R, S or U. The network is asked at the end, and must remember what it saw long before (Hochreiter and Schmidhuber, 1997). Guessing gives 25 %. All accuracies are those on 1,000 fresh sequences."

seeds="1 2 3" course_seeds="1 2 3 4 5" levels="normal moderate hard" cells="lstm gru tanh relu"
if [ "$quick" ]; then seeds=1 course_seeds=1 levels=normal cells="lstm tanh"; fi

name_of() {
  case $1 in
    lstm) echo LSTM ;;
    gru) echo GRU ;;
    relu) echo "plain, ReLU" ;;
    *) echo "plain, tanh" ;;
  esac
}

title_of() {
  case $1 in
    normal) echo Normal ;;
    moderate) echo Moderate ;;
    hard) echo Hard ;;
  esac
}

# classify LEVEL MODEL FLAG...: trains a classifier; 'accuracy' becomes that on the test set.
classify() {
  level=$1 model=order-$1-$2
  shift 2
  train classifier "$model" --config lectures/temporal-order.yaml "$@" \
    --examples "$data/$level/train.tsv" --dev-examples "$data/$level/dev.tsv"
  accuracy=$(score "$model" accuracy --examples "$data/$level/test.tsv")
}

# The course's own sizes: four hidden units, 10 or 100 epochs of 1,000 short sequences.
course="--no-layer-norm --hidden-size 4 --batch-size 16 --learning-rate 0.0012"
write temporal-order --level easy
lstm= early= late=
result plot "Easy, 4 hidden units: dev accuracy" epoch accuracy %
for seed in $course_seeds; do
  classify easy "lstm-10-$seed" $course --cell lstm --epochs 10 --seed "$seed"
  lstm="$lstm $accuracy"
  classify easy "relu-10-$seed" $course --cell relu --epochs 10 --seed "$seed"
  early="$early $accuracy"
  classify easy "relu-100-$seed" $course --cell relu --epochs 100 --seed "$seed"
  late="$late $accuracy"
  result curve "Easy, 4 hidden units: dev accuracy" LSTM "$models/order-easy-lstm-10-$seed" accuracy
  result curve "Easy, 4 hidden units: dev accuracy" "plain, ReLU" "$models/order-easy-relu-100-$seed" accuracy
done
runs="median of $(runs $lstm)"
result claim "Easy: the LSTM classifies all sequences after 10 epochs ($runs)" "$(median $lstm)" 1 "" %
result claim "Easy: the ReLU network gets about half right after 10 epochs ($runs)" \
  "$(median $early)" 0.35 0.65 %
result claim "Easy: the ReLU network classifies all sequences after 100 epochs ($runs)" \
  "$(median $late)" 1 "" %

# The hidden sizes with about as many parameters as the LSTM's 32.
equal_size() {
  case $1 in
    lstm) echo 32 ;;
    gru) echo 37 ;;
    *) echo 68 ;;
  esac
}

for level in $levels; do
  plot="$(title_of "$level"), the same hidden size: dev accuracy"
  result plot "$plot" epoch accuracy %
  count=1000 epochs=25
  # Ten times as many sequences, read a fifth as often.
  if [ "$level" = hard ]; then count=10000 epochs=5; fi
  write temporal-order --level "$level" --count "$count"
  plain=
  for cell in $cells; do
    same=
    for seed in $seeds; do
      classify "$level" "$cell-$seed" --cell "$cell" --epochs "$epochs" --seed "$seed"
      same="$same $accuracy"
      result curve "$plot" "$(name_of "$cell")" "$models/order-$level-$cell-$seed" accuracy
    done
    result cell "32 hidden units, median of $(runs $same)" "$(name_of "$cell")" "$level" \
      "$(percent "$(median $same)")"
    size=$(equal_size "$cell")
    classify "$level" "$cell-$size" --cell "$cell" --hidden-size "$size" --epochs "$epochs"
    case $cell in
      lstm) kept=$same ;;
      tanh | relu) plain="$plain $same $accuracy" ;;
    esac
    result cell "About as many parameters, one run" \
      "$(name_of "$cell"), $size units, $(parameters "$model") parameters" "$level" \
      "$(percent "$accuracy")"
  done
  case $level in
    moderate) bound=1 least_words="all sequences" ;;
    hard) bound=0.99 least_words="99 % of sequences" ;;
    *) continue ;;
  esac
  result claim "$(title_of "$level"): the LSTM classifies $least_words (worst of $(runs $kept))" \
    "$(least $kept)" "$bound" "" %
  result claim "$(title_of "$level"): plain networks stay near chance (best of $(runs $plain))" \
    "$(most $plain)" "" 0.4 %
done
