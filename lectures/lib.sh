# Functions for the experiments. Each NAME.sh reads this file and runs in the root of the repository.
set -eu

DRAGOMAN=${DRAGOMAN:-.build/release/dragoman}
# Not empty for short runs that only try the scripts.
quick=${QUICK:-}
models=checkpoints/lectures
mkdir -p "$models" lectures/results

dragoman() { "$DRAGOMAN" "$@"; }

# begin NAME TITLE: starts the file of results.
begin() {
  results=lectures/results/$1.tsv
  data=lectures/data/$1
  : > "$results"
  result title "$2"
}

# result KIND CELL...: adds a line to the results; 'dragoman lecture report --help' lists the kinds.
result() (
  IFS='	'
  printf '%s\n' "$*" >> "$results"
)

# write LECTURE FLAG...: writes the data of a lecture.
write() {
  echo "  writing the data of $*" >&2
  dragoman lecture "$@" --overwrite 2> "$models/log" || fail
}

# train TASK MODEL FLAG...: trains a model, and prints how long that took.
train() {
  task=$1 model=$2
  shift 2
  began=$(date +%s)
  dragoman train "$task" --checkpoint "$models/$model" --overwrite "$@" ${quick:+--max-steps 20} 2> "$models/log" || fail
  printf '  %-28s %4d s\n' "$model" $(($(date +%s) - began)) >&2
}

fail() {
  cat "$models/log" >&2
  exit 1
}

# score MODEL NAME FLAG...: the number NAME in the scores of 'dragoman evaluate'.
score() {
  model=$1 name=$2
  shift 2
  dragoman evaluate "$models/$model" "$@" --json > "$models/scores" 2> "$models/log" || fail
  scored "$name"
}

# scored NAME: another number of the last scores.
scored() {
  name=$1
  sed -n "s/^ *\"$name\" : \([-+.0-9eE]*\),*$/\1/p" "$models/scores" | grep -m 1 .
}

# parameters MODEL: the number of parameters.
parameters() {
  dragoman describe "$models/$1" --json | sed -n 's/^ *"parameters" : \([0-9]*\),*$/\1/p' | head -n 1
}

# median NUMBER..., least NUMBER..., most NUMBER...
median() { sorted "$@" | awk '{ a[NR] = $1 } END { print (a[int((NR + 1) / 2)] + a[int(NR / 2 + 1)]) / 2 }'; }
least() { sorted "$@" | head -n 1; }
most() { sorted "$@" | tail -n 1; }
sorted() { printf '%s\n' "$@" | sort -g; }


# runs NUMBER...: how many runs the numbers are of.
runs() { if [ $# -eq 1 ]; then echo "1 run"; else echo "$# runs"; fi; }

# decimal NUMBER: two decimals.
decimal() { awk -v x="$1" 'BEGIN { printf "%.2f", x }'; }

# share PERCENTAGE: the percentage as a share of 1.
share() { awk -v x="$1" 'BEGIN { print x / 100 }'; }

# difference NUMBER NUMBER
difference() { awk -v x="$1" -v y="$2" 'BEGIN { print x - y }'; }

# percent SHARE: the share of 1 as a percentage.
percent() { awk -v x="$1" 'BEGIN { printf "%.1f %%", 100 * x }'; }
