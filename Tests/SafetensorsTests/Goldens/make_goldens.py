#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the golden files, or shows how the reference implementation reads a file.

python3 make_goldens.py               writes the two files beside this script
python3 make_goldens.py read FILE     prints the contents of FILE

The reference implementation writes python.safetensors. padded.safetensors has the layout of Dragoman's
writer, and the reference implementation reads it back.
Made with safetensors 0.8.0, NumPy 2.4.6, Python 3.11.
"""

import json
import pathlib
import struct
import sys

import numpy
from safetensors import safe_open
from safetensors.numpy import save_file


def make(path):
    tensors = {
        "encoder.weight": numpy.arange(6, dtype=numpy.float32).reshape(2, 3) / 8 - 0.25,
        "bias é \"quoted\" \\ \n 語🎉": numpy.array([1.5, -0.0, numpy.inf], dtype=numpy.float32),
        "moments": numpy.array([[1e-300], [2.5]], dtype=numpy.float64),
        "ids": numpy.array([-1, 2**31 - 1], dtype=numpy.int32),
        "step": numpy.array(2**40 + 1, dtype=numpy.int64),
        "bytes": numpy.array([0, 127, 255], dtype=numpy.uint8),
        "half": numpy.array([1.0, 0.5], dtype=numpy.float16),
        "empty": numpy.zeros((0, 4), dtype=numpy.float32),
    }
    save_file(tensors, path, metadata={"format": "np", "title": "naïve \t \"x\" 🎉"})


def make_padded(path):
    metadata = {"a \"quoted\"": "\\ \x01 é 🎉", "step": "12"}
    arrays = {
        "encoder.weight": ("F32", numpy.arange(6, dtype=numpy.float32).reshape(2, 3) / 8 - 0.25),
        "ids": ("I32", numpy.array([-1, 2**31 - 1], dtype=numpy.int32)),
        "step": ("I64", numpy.array(2**40 + 1, dtype=numpy.int64)),
        "empty": ("F32", numpy.zeros((0, 4), dtype=numpy.float32)),
        "loss": ("F64", numpy.array([1e-300], dtype=numpy.float64)),
        "bytes": ("U8", numpy.array([0, 127, 255], dtype=numpy.uint8)),
    }
    header, offset = {"__metadata__": metadata}, 0
    for name, (dtype, array) in arrays.items():
        end = offset + array.nbytes
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-(8 + len(text)) % 64)
    data = b"".join(array.tobytes() for _, array in arrays.values())
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    with safe_open(path, framework="numpy") as file:
        assert file.metadata() == metadata
        for name, (_, array) in arrays.items():
            assert numpy.array_equal(file.get_tensor(name), array), name


def show(path):
    with safe_open(path, framework="numpy") as file:
        print("metadata", dict(sorted((file.metadata() or {}).items())))
        for name in file.offset_keys():
            value = file.get_tensor(name)
            print(repr(name), value.dtype, list(value.shape), value.ravel()[:8].tolist())


if __name__ == "__main__":
    if sys.argv[1:2] == ["read"]:
        show(sys.argv[2])
    else:
        make(pathlib.Path(__file__).with_name("python.safetensors"))
        make_padded(pathlib.Path(__file__).with_name("padded.safetensors"))
