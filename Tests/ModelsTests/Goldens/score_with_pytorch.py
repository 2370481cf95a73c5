# SPDX-License-Identifier: Apache-2.0
"""Scores given translations with a Dragoman checkpoint, in PyTorch.

    pip install torch==2.13.0 numpy safetensors
    python Tests/ModelsTests/Goldens/score_with_pytorch.py CHECKPOINT SOURCE REFERENCE > scores

Both files hold one sentence per line, as tokens separated by spaces (the output of `dragoman tokenize`). Each
line of output is the log-probability of the reference, including `</s>`: the first column of `dragoman score`.
"""

import argparse
import pathlib
import sys

import torch
from torch.nn import functional

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "Benchmarks" / "pytorch"))
import reference  # noqa: E402
from data import Checkpoint, split_tokens  # noqa: E402


@torch.inference_mode()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("checkpoint", "source", "reference"):
        parser.add_argument(name, type=pathlib.Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    checkpoint = Checkpoint(options.checkpoint)
    sides = (split_tokens(path.read_bytes()) for path in (options.source, options.reference))
    for source, target in zip(*sides, strict=True):
        batch = reference.Batch.of(
            [checkpoint.source.ids(source)], [checkpoint.target.ids(target)], checkpoint.reverse)
        losses = functional.cross_entropy(checkpoint.model.logits(batch), batch.outputs[0], reduction="none")
        print(f"{-losses.double().sum().item():.6f}")


if __name__ == "__main__":
    main()
