# SPDX-License-Identifier: Apache-2.0
"""Prints the GFLOP/s of PyTorch's product of two 2048 × 2048 matrices: the best of ten runs.

Usage: peak.py THREADS float32|bfloat16"""

import sys
import time

import torch

SIZE = 2048


def main():
    torch.set_num_threads(int(sys.argv[1]))
    precision = getattr(torch, sys.argv[2])
    a, b = torch.rand(SIZE, SIZE).to(precision), torch.rand(SIZE, SIZE).to(precision)
    product = torch.mm(a, b)
    seconds = []
    for _ in range(10):
        start = time.perf_counter()
        torch.mm(a, b, out=product)
        seconds.append(time.perf_counter() - start)
    print(2 * SIZE**3 / min(seconds) / 1e9)


if __name__ == "__main__":
    main()
