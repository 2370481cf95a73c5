# SPDX-License-Identifier: Apache-2.0
"""Prints the GFLOP/s of PyTorch's float32 product of two 2048 × 2048 matrices, the best of ten."""

import sys
import time

import torch

SIZE = 2048


def main():
    torch.set_num_threads(int(sys.argv[1]))
    a, b = torch.rand(SIZE, SIZE), torch.rand(SIZE, SIZE)
    product = torch.mm(a, b)
    seconds = []
    for _ in range(10):
        start = time.perf_counter()
        torch.mm(a, b, out=product)
        seconds.append(time.perf_counter() - start)
    print(2 * SIZE**3 / min(seconds) / 1e9)


if __name__ == "__main__":
    main()
