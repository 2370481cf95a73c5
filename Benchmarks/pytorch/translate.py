# SPDX-License-Identifier: Apache-2.0
"""Translates tokenized text with a Dragoman checkpoint by greedy search, for the benchmark.

    python translate.py CHECKPOINT < tokens > tokens

Batches hold sentences of similar length; translations are written in the order of the input. Prints the
seconds spent translating, without reading and loading, to standard error as JSON.
"""

import argparse
import json
import pathlib
import sys
import time

import torch

from data import Checkpoint, precision, split_tokens


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=pathlib.Path)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--max-length", type=int, default=256, help="maximum number of tokens in a translation")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    checkpoint = Checkpoint(options.checkpoint)
    sentences = split_tokens(sys.stdin.buffer.read())

    start = time.perf_counter()
    order = sorted((i for i, tokens in enumerate(sentences) if tokens), key=lambda i: len(sentences[i]))
    translations = [[] for _ in sentences]
    for first in range(0, len(order), options.batch_size):
        rows = order[first : first + options.batch_size]
        with precision(options.precision):
            batch = checkpoint.translate([sentences[row] for row in rows], options.max_length)
        for row, translation in zip(rows, batch, strict=True):
            translations[row] = translation
    seconds = time.perf_counter() - start

    for translation in translations:
        print(" ".join(translation))
    summary = {"seconds": seconds, "sentences": len(sentences), "target_tokens": sum(map(len, translations))}
    print(json.dumps(summary), file=sys.stderr)


if __name__ == "__main__":
    main()
