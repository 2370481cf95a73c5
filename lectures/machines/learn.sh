#!/usr/bin/env bash
# Trains a network of the same shape on texts that each machine labels, and prints the states of both
# for one text: lectures/machines/learn.sh [DRAGOMAN] [DIRECTORY]
set -euo pipefail
dragoman=${1:-dragoman}
directory=${2:-checkpoints/machines}
machines=$(dirname "$0")
mkdir -p "$directory"

# Prints texts of the characters $1, of 1 to $2 each, the same every time.
texts() {
  awk -v symbols="$1" -v most="$2" 'BEGIN {
    srand(1)
    for (line = 0; line < 4000; line++) {
      text = ""
      for (left = 1 + int(rand() * most); left > 0; left--)
        text = text substr(symbols, 1 + int(rand() * length(symbols)), 1)
      print text
    }
  }'
}

# learn NAME SYMBOLS LENGTH TEXT [OPTION…]
learn() {
  local name=$1 symbols=$2 length=$3 text=$4 data
  shift 4
  data=$directory/$name.tsv
  "$dragoman" machine "$machines/$name.yaml" --checkpoint "$directory/$name" --overwrite
  texts "$symbols" "$length" > "$data.txt"
  "$dragoman" classify "$directory/$name" < "$data.txt" | paste "$data.txt" - > "$data"
  rm "$data.txt"
  "$dragoman" train classifier --examples "$data" --threads 1 --checkpoint "$directory/learned-$name" \
    --overwrite --embedding-size "${#symbols}" "$@"
  echo "== $name, set by hand"
  "$dragoman" machine "$machines/$name.yaml" "$text"
  echo "== $name, learned"
  "$dragoman" machine "$directory/learned-$name" "$text"
}

learn parity 01 8 110100 --cell relu --hidden-size 4 --batch-size 32 --learning-rate 0.01 --epochs 40
# Most seeds end at 70 %.
learn counter ab 12 aababbbb --cell relu --hidden-size 2 --batch-size 32 --learning-rate 0.01 --epochs 60 --seed 3
learn memory +-.rh 8 "+..h.r-." --cell lstm --hidden-size 1 --batch-size 32 --learning-rate 0.02 --epochs 80

for _ in $(seq 400); do echo what; done > "$directory/what.txt"
"$dragoman" train language-model --text "$directory/what.txt" --reset-state line --cell relu \
  --embedding-size 5 --hidden-size 15 --batch-size 16 --learning-rate 0.01 --epochs 10 --threads 1 \
  --checkpoint "$directory/learned-shift-register" --overwrite
echo "== shift-register, set by hand"
"$dragoman" machine "$machines/shift-register.yaml" what
echo "== shift-register, learned"
"$dragoman" machine "$directory/learned-shift-register" what
