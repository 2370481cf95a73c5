#!/usr/bin/env bash
# Makes the checkpoints in checkpoints/ with an earlier version of the program:
#
#     make_checkpoints.sh PROGRAM
#
# CheckpointCompatibilityTests reads them: today's program must translate and resume as that version did.
# They were made with the program of commit 5b4cf30. Do not make them again with a newer one.
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/checkpoints"
export NO_COLOR=1

small="--embedding-size 12 --hidden-size 12 --layers 1 --batch-size 4 --threads 1 --precision float32
  --learning-rate 0.02 --dropout 0 --min-frequency 1 --source-language en --target-language fr"

# What is translated: the first pairs, which the models have learned.
sources() { head -12 train.tsv | cut -f1; }

# make NAME FLAGS…: trains on the pairs and keeps what the checkpoint translates.
make() {
  local name=$1
  shift
  rm -rf "$name"
  mkdir "$name"
  "$program" train --pairs train.tsv $small --checkpoint "$name/checkpoint" "$@"
  rm -f "$name/checkpoint/.lock"
  sources | "$program" translate "$name/checkpoint" --beam-size 3 > "$name/translations.txt"
}

make plain --epochs 80
make attention --epochs 80 --attention general --bidirectional first --decoder-init bridge \
  --input-feeding --layer-norm --cell gru --dropout 0.1
make subwords --epochs 80 --subwords 20 --joint-subwords --bpe-dropout 0.1 --tie-embeddings all \
  --attention dot

# A run that stops within an epoch, and how the same program goes on.
midway="--dev-pairs dev.tsv --epochs 60 --attention dot --schedule exponential --decay-rate 0.97
  --ema-decay 0.9 --average best:2
  --validation-metric bleu --label-smoothing 0.1 --scheduled-sampling 0.2 --optimizer adamw
  --log-interval 50 --save-interval 7"
make midway $midway --max-steps 305
cp -r midway/checkpoint resumed
"$program" train --pairs train.tsv --dev-pairs dev.tsv --checkpoint resumed --resume --max-steps none
cp resumed/metrics.jsonl midway/resumed-metrics.jsonl
sources | "$program" translate resumed > midway/resumed-translations.txt
rm -rf resumed
