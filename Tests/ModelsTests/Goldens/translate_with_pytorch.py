# SPDX-License-Identifier: Apache-2.0
"""Translates standard input with a Dragoman checkpoint, in PyTorch, by greedy search.

    pip install torch==2.13.0 numpy safetensors
    python Tests/ModelsTests/Goldens/translate_with_pytorch.py CHECKPOINT [--max-length N] < tokens > tokens

Each line of input is a sentence, as tokens separated by spaces (the output of `dragoman tokenize`); so is each
line of output. A blank line stays blank. Each sentence is a batch of its own.
"""

import argparse
import pathlib
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "Benchmarks" / "pytorch"))
from data import Checkpoint, split_tokens  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=pathlib.Path)
    parser.add_argument("--max-length", type=int, default=256, help="tokens of a translation at most")
    options = parser.parse_args()
    torch.set_num_threads(1)
    checkpoint = Checkpoint(options.checkpoint)
    for tokens in split_tokens(sys.stdin.buffer.read()):
        translation = checkpoint.translate([tokens], options.max_length)[0] if tokens else []
        print(" ".join(translation))


if __name__ == "__main__":
    main()
