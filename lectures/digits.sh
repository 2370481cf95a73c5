# Handwritten digits as sequences: by rows, and in glimpses.
. lectures/lib.sh

begin digits "Digits"
result text "An image is not a sequence, but a recurrent network can read it as one. An LSTM reads 8 × 8 pixels row by row from the top; or it glances three times, at patches of 4 × 4 pixels, each with its place: in turn, the patch with most ink that was not in one before. A third of 1,797 images are the dev and the test set; all accuracies are those on the test set. Guessing gives 10 %. Then a generator spells the name of the digit, letter by letter, for an image that is one vector of 64 numbers."

images=lectures/digits.txt seeds="1 2 3" row_counts="1 2 3 4 5 6 7 8" glimpse_counts="1 2 3" size=64
if [ "$quick" ]; then
  head -n 45 "$images" > "$models/digits.txt"
  images=$models/digits.txt seeds=1 row_counts=8 glimpse_counts=3 size=8
fi

# classify FORM SEED COUNT: trains on the first COUNT steps of each image; 'accuracy' becomes that on
# the test set.
classify() {
  form=$1 seed=$2 count=$3 model=digits-$1-$3-$2
  for part in train dev test; do
    awk -v count="$count" 'NF == 0 { print; n = 0; next } n++ < count' \
      "$data/$form/$part.tsv" > "$models/$part.tsv"
  done
  train classifier "$model" --config lectures/digits.yaml --hidden-size "$size" --seed "$seed" \
    --vectors "$models/train.tsv" --labels "$data/$form/train.txt" \
    --dev-vectors "$models/dev.tsv" --dev-labels "$data/$form/dev.txt"
  accuracy=$(score "$model" accuracy --vectors "$models/test.tsv" --labels "$data/$form/test.txt")
}

# read_digits FORM NAME COUNT...: measures accuracy by the number of steps; 'all' becomes the accuracies
# with as many as there are.
read_digits() {
  form=$1 name=$2
  shift 2
  write digits --from "$images" --form "$form"
  for count in "$@"; do
    all=
    for seed in $seeds; do
      classify "$form" "$seed" "$count"
      all="$all $accuracy"
    done
    result point "Accuracy by what was seen" "$name" "$count" "$(median $all)"
  done
}

result plot "Accuracy by what was seen" "rows or glimpses" accuracy %
read_digits rows rows $row_counts
result claim "Digits are recognized row by row (worst of $(runs $all))" "$(least $all)" 0.95 "" %
read_digits glimpses glimpses $glimpse_counts
result claim "Three glimpses are enough (worst of $(runs $all))" "$(least $all)" 0.95 "" %

write digits --from "$images" --form image
train generator digits-names --unit character --hidden-size "$size" --embedding-size 16 \
  --epochs 20 --batch-size 32 --learning-rate 0.004 --precision float32 --threads 1 \
  --vectors "$data/image/train.tsv" --target "$data/image/train.txt" \
  --dev-vectors "$data/image/dev.tsv" --dev-target "$data/image/dev.txt"
dragoman generate "$models/digits-names" --vectors "$data/image/test.tsv" > "$models/names.txt"
right=$(paste -d = "$models/names.txt" "$data/image/test.txt" | awk -F = '$1 == $2 { n++ } END { print n / NR }')
result claim "The name of the digit in an image is spelled right" "$right" 0.9 "" %

# Three images beside the names that the generator spelled.
head -n 3 "$data/image/test.tsv" | paste "$models/names.txt" - | awk -F '\t' 'NF > 64 {
    for (row = 0; row < 8; row++) {
      line = ""
      for (column = 0; column < 8; column++) {
        symbol = substr(" .:-=+*#%@", 1 + int($(2 + 8 * row + column) * 9 / 16), 1)
        line = line symbol symbol
      }
      print (row == 0 ? substr($1 "       ", 1, 7) : "       ") line
    }
  }' | while IFS= read -r line; do result sample "Images and their names" "$line"; done
