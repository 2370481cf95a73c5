# Short programs and the numbers that they print, character by character, with a curriculum and
# without one. COUNT is the number of training programs.
. lectures/lib.sh

begin programs "Learning to execute"
result text "A translator reads a program, character by character, and writes the number that it prints (Zaremba and Sutskever, 2014). Length is the maximum number of digits of a number in a program; nesting is the number of operations. Accuracy is the share of characters, with the end of each number, that are the most probable after the correct characters before them, as in the paper."
result text "Both models read the same number of programs once. Without a curriculum, all are of length 3 and nesting 1. With the combined curriculum, half of the programs grow in length during the training, and the lengths of the other half are drawn at random. The tests with longer numbers and more operations show how far the models generalize."

count=${COUNT:-2000000} lengths="1 2 3 4 5 6" nestings="1 2 3"
if [ "$quick" ]; then count=300 lengths="2 3" nestings=1; fi

# test_accuracy CURRICULUM LENGTH NESTING
test_accuracy() {
  score "programs-$1" accuracy --pairs "$data/$1/test-$2-$3.tsv" --metrics exact_match,accuracy
}

for curriculum in combined none; do
  write programs --curriculum "$curriculum" --count "$count"
  train translation "programs-$curriculum" --config lectures/programs.yaml \
    --pairs "$data/$curriculum/train.tsv" --dev-pairs "$data/$curriculum/dev.tsv"
done

for nesting in $nestings; do
  plot="Accuracy at nesting $nesting"
  result plot "$plot" "length" accuracy %
  # The model without a curriculum is the last, so that its accuracy is kept.
  for curriculum in combined none; do
    for length in $lengths; do
      accuracy=$(test_accuracy "$curriculum" "$length" "$nesting")
      result point "$plot" "$curriculum" "$length" "$accuracy"
      if [ "$length $nesting" = "3 1" ]; then trained=$accuracy; fi
    done
  done
done

result claim "At length 3 and nesting 1, the model without a curriculum predicts most characters" \
  "$trained" 0.9 "" %
