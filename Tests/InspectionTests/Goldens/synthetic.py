# SPDX-License-Identifier: Apache-2.0
"""The numbers of SyntheticTables.swift, for the scripts that make the golden files."""

import numpy as np


def mixed(n):
    """The 32-bit finalizer of MurmurHash3, as in SyntheticTables.swift."""
    n = np.asarray(n, dtype=np.uint32).copy()
    n ^= n >> np.uint32(16)
    n *= np.uint32(0x85EBCA6B)
    n ^= n >> np.uint32(13)
    n *= np.uint32(0xC2B2AE35)
    return n ^ (n >> np.uint32(16))


def uniform(n):
    """Multiples of 2**-15 in [-1, 1)."""
    return (mixed(n) >> np.uint32(16)).astype(np.float64) / 32768 - 1


def synthetic_table(rows, dimension):
    """Six shared factors of falling strength, noise and a mean; exact in single precision."""
    i = np.arange(rows, dtype=np.uint32)[:, None]
    j = np.arange(dimension, dtype=np.uint32)[None, :]
    factor = j % np.uint32(6)
    sign = 1 - 2 * (mixed(j) & np.uint32(1)).astype(np.float64)
    shared = (6 - factor) * sign * uniform(np.uint32(1_000_000_000) + i * np.uint32(6) + factor)
    noise = uniform(i * np.uint32(dimension) + j) / 4
    table = shared + noise + (j % np.uint32(7)) / 2
    assert np.array_equal(table, table.astype(np.float32))
    return table
