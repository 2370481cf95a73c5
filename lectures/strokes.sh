# Digits drawn by a pen: a class and a size become a sequence of moves.
. lectures/lib.sh

begin strokes "Strokes"
result text "A drawing is not a sequence, but a pen draws it as one. A digit, a width and a height are a vector of 12 numbers, and an LSTM writes the moves that draw the digit as on a pocket calculator: right, left, up and down by one place, and lift and drop of the pen. Each of ten digits occurs once in each of 36 sizes; a seventh of the drawings is the test set, whose digits are known from other sizes. A drawing is right if every move is."

injections="state steps both"
if [ "$quick" ]; then injections=both; fi

write strokes
for injection in $injections; do
  model=strokes-$injection
  train generator "$model" --config lectures/strokes.yaml --injection "$injection" ${quick:+--hidden-size 8} \
    --vectors "$data/train.tsv" --target "$data/train.txt" \
    --dev-vectors "$data/dev.tsv" --dev-target "$data/dev.txt"
  dragoman generate "$models/$model" --vectors "$data/test.tsv" > "$models/strokes.txt"
  right=$(paste -d = "$models/strokes.txt" "$data/test.txt" | awk -F = '$1 == $2 { n++ } END { print n / NR }')
  case $injection in
    state) name="as the first state" ;;
    steps) name="at every step" ;;
    both) name="both" ;;
  esac
  result cell "Drawings that are right" "The vector enters" "$name" "$(percent "$right")"
done
result claim "Digits in new sizes are drawn without a wrong move" "$right" 0.98 "" %

# Draws each line of moves; a place of the grid is two characters wide.
draw() {
  awk '{
      split("", ink)
      x = y = down = 1
      ink[x, y]
      for (i = 1; i <= NF; i++) {
        if ($i == "lift" || $i == "drop") down = $i == "drop"
        dx = ($i == "right") - ($i == "left")
        y += ($i == "down") - ($i == "up")
        if (down && dx) ink[2 * x + dx - 1, y]
        x += dx
        if (down) ink[2 * x - 1, y]
        if (x > width) width = x
        if (y > height) height = y
      }
      for (row = 1; row <= height; row++) {
        line = ""
        for (column = 1; column < 2 * width; column++) line = line ((column, row) in ink ? "#" : " ")
        print line
      }
      print ""
      width = height = 0
    }'
}

head -n 4 "$models/strokes.txt" | draw |
  while IFS= read -r line; do result sample "Drawn digits" "$line"; done
