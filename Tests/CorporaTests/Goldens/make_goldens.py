#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the golden files beside this script: vectors in the files of NumPy and safetensors.

python3 make_goldens.py
Made with NumPy 2.4.6, safetensors 0.8.0, Python 3.11.
"""

import pathlib
import sys

import numpy
from safetensors.numpy import save_file

FOLDER = pathlib.Path(__file__).parent


def main():
    vectors = numpy.arange(12, dtype=numpy.float32).reshape(6, 2) / 4 - 1
    lengths = numpy.array([1, 3, 2])
    numpy.save(FOLDER / "vectors.npy", vectors)
    numpy.save(FOLDER / "lengths.npy", lengths)
    numpy.save(FOLDER / "sequences.npy", vectors.astype(numpy.float64).reshape(2, 3, 2))
    numpy.save(FOLDER / "one-value.npy", vectors[:, 0])
    numpy.save(FOLDER / "four-dimensions.npy", vectors.reshape(1, 2, 3, 2))
    numpy.save(FOLDER / "no-rows.npy", vectors[:0])
    faulty = vectors.astype(numpy.float64)
    faulty[3, 1] = numpy.nan
    numpy.save(FOLDER / "nan.npy", faulty)
    faulty[1, 0] = 1e39
    numpy.save(FOLDER / "too-large.npy", faulty)
    save_file({"features": vectors}, FOLDER / "one-tensor.safetensors")
    save_file(
        {"vectors": vectors.astype(numpy.float16), "lengths": lengths, "other": lengths},
        FOLDER / "lengths.safetensors")
    save_file({"a": vectors, "b": vectors}, FOLDER / "two-tensors.safetensors")
    save_file({"vectors": vectors, "lengths": vectors[:, 0]}, FOLDER / "float-lengths.safetensors")


if __name__ == "__main__":
    sys.exit(main())
