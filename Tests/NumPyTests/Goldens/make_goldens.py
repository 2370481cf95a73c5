#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the golden files beside this script: arrays as numpy.save writes them.

python3 make_goldens.py
Made with NumPy 2.4.6, Python 3.11.
"""

import pathlib
import sys

import numpy

FOLDER = pathlib.Path(__file__).parent
TYPES = [
    "float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32",
    "uint64", "bool",
]


def save(name, array, version=None):
    with open(FOLDER / f"{name}.npy", "wb") as file:
        numpy.lib.format.write_array(file, array, version=version, allow_pickle=True)


def main():
    for name in TYPES:
        values = [0, 1, 2, 100] if name.startswith("u") or name == "bool" else [-1, 0, 2, 100]
        save(name, numpy.array(values).astype(name))
    grid = numpy.arange(24, dtype=numpy.float32) / 8
    save("version2", grid.reshape(4, 6), version=(2, 0))
    save("version3", grid.reshape(4, 6), version=(3, 0))
    save("cube", grid.reshape(2, 3, 4))
    save("fortran", numpy.asfortranarray(grid.reshape(4, 6)))
    save("fortran-cube", numpy.asfortranarray(grid.reshape(2, 3, 4)))
    save("scalar", numpy.array(2.5))
    save("empty", numpy.zeros((0, 4), dtype=numpy.float32))
    save("special", numpy.array([numpy.nan, numpy.inf, 1e300]))
    save("largest", numpy.array([2**64 - 1], dtype=numpy.uint64))
    save("big-endian", grid.reshape(4, 6).astype(">f4"))
    save("structured", numpy.zeros(2, dtype=[("x", "<f4"), ("y", "<i4", (2,))]))
    save("objects", numpy.array([None, "a"], dtype=object))


if __name__ == "__main__":
    sys.exit(main())
