# SPDX-License-Identifier: Apache-2.0
"""Makes the golden file of this folder; README.md describes its contents.

    pip install torch==2.13.0 numpy safetensors        (Python 3.11; any CPU)
    python Tests/TrainingTests/Goldens/make_goldens.py
"""

import pathlib

import torch
from safetensors.torch import save_file
from torch.optim import lr_scheduler

HERE = pathlib.Path(__file__).resolve().parent
RATE = 0.8
WARMUP = 5
# Scores of validations; lower is better. There are improvements, a tie, and plateaus of several lengths.
SCORES = [9.0, 7.0, 7.0, 7.5, 6.0, 6.5, 6.4, 6.3, 6.2, 5.0, 5.5, 5.5, 4.0]


def optimizer():
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE)


def rates(make, count, metrics=None) -> torch.Tensor:
    """The rate before each of `count` calls of the scheduler's `step`, and after the last."""
    descent = optimizer()
    scheduler = make(descent)
    found = [descent.param_groups[0]["lr"]]
    for index in range(count):
        descent.step()
        scheduler.step(*([] if metrics is None else [metrics[index]]))
        found.append(descent.param_groups[0]["lr"])
    return torch.tensor(found, dtype=torch.float32)


def plateau(patience):
    return rates(
        lambda o: lr_scheduler.ReduceLROnPlateau(o, factor=0.5, patience=patience - 1, threshold=0, eps=0),
        len(SCORES), SCORES)


def inverse_square_root(optimizer):
    rise = lr_scheduler.LinearLR(optimizer, start_factor=1 / WARMUP, total_iters=WARMUP - 1)
    fall = lr_scheduler.LambdaLR(optimizer, lambda step: (WARMUP / (WARMUP + step)) ** 0.5)
    return lr_scheduler.SequentialLR(optimizer, [rise, fall], [WARMUP - 1])


def main():
    tensors = {
        "scores": torch.tensor(SCORES, dtype=torch.float32),
        "exponential": rates(lambda o: lr_scheduler.ExponentialLR(o, 0.7), 12),
        "exponential_interval_3": rates(lambda o: lr_scheduler.StepLR(o, 3, 0.7), 12),
        "plateau_1": plateau(1),
        "plateau_2": plateau(2),
        "inverse_sqrt": rates(inverse_square_root, 19),
    }
    for name, values in tensors.items():
        print(name, [round(value, 6) for value in values.tolist()])
    path = HERE / "schedules.safetensors"
    save_file(tensors, path)
    path.chmod(0o644)


if __name__ == "__main__":
    main()
