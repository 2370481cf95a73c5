# SPDX-License-Identifier: Apache-2.0
"""Vocabularies, tokenized text, batches and checkpoints, as Dragoman writes them."""

import contextlib
import json
import pathlib
import random

import torch
from safetensors.torch import load_file

import reference


class Vocabulary:
    """A text file, `token<TAB>count`; line i is id i."""

    def __init__(self, path: pathlib.Path):
        lines = path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")
        self.tokens = [line.rsplit("\t", 1)[0] for line in lines]
        self.index = {token: i for i, token in enumerate(self.tokens)}

    def __len__(self) -> int:
        return len(self.tokens)

    def ids(self, tokens: list[str]) -> list[int]:
        return [self.index.get(token, reference.UNKNOWN) for token in tokens]


def split_tokens(text: bytes) -> list[list[str]]:
    """A sentence a line, tokens separated by spaces; only a line feed ends a line."""
    lines = text.decode("utf-8").removesuffix("\n").split("\n")
    return [line.split(" ") if line else [] for line in lines]


Pair = tuple[list[int], list[int]]


def read_pairs(
    paths: list[pathlib.Path], vocabularies: list[Vocabulary], max_length: int
) -> list[Pair]:
    """The pairs that Dragoman trains on: no side empty, none longer than `max_length` tokens."""
    source, target = (split_tokens(path.read_bytes()) for path in paths)
    return [
        (vocabularies[0].ids(s), vocabularies[1].ids(t))
        for s, t in zip(source, target, strict=True)
        if 0 < len(s) <= max_length and 0 < len(t) <= max_length
    ]


def batches(pairs: list[Pair], size: int, order: random.Random) -> list[list[Pair]]:
    """One epoch: the pairs shuffled and cut."""
    pairs = order.sample(pairs, len(pairs))
    return [pairs[i : i + size] for i in range(0, len(pairs), size)]


def batches_by_length(pairs: list[Pair], size: int, order: random.Random) -> list[list[Pair]]:
    """One epoch in random order, of batches whose sources have one length and whose targets have similar lengths."""
    groups: dict[int, list[Pair]] = {}
    for pair in order.sample(pairs, len(pairs)):
        groups.setdefault(len(pair[0]), []).append(pair)
    cut = []
    for group in groups.values():
        group.sort(key=lambda pair: len(pair[1]))
        cut += [group[i : i + size] for i in range(0, len(group), size)]
    return order.sample(cut, len(cut))


class Checkpoint:
    """A Dragoman checkpoint directory, loaded into the reference model."""

    def __init__(self, directory: pathlib.Path):
        configuration = json.loads((directory / "config.json").read_text())
        model = configuration["model"]
        self.source = Vocabulary(directory / "source.vocab")
        self.target = Vocabulary(directory / "target.vocab")
        self.reverse = configuration["reverse_source"]
        self.model = reference.Translator(
            len(self.source), len(self.target), model["embedding_size"], model["hidden_size"], model["layers"])
        self.model.load_state_dict(load_file(directory / "model.safetensors"), strict=True)
        self.model.eval()

    def translate(self, sentences: list[list[str]], limit: int) -> list[list[str]]:
        """Translates a batch of tokenized sentences by greedy search."""
        sources = [reference.encoder_input(self.source.ids(tokens), self.reverse) for tokens in sentences]
        ids = self.model.greedy(*reference.pad(sources), limit)
        return [[self.target.tokens[i] for i in row] for row in ids]


def precision(name: str):
    """What products are computed in: float32, or bfloat16 by PyTorch's choice of operations."""
    if name == "float32":
        return contextlib.nullcontext()
    return torch.autocast("cpu", dtype=torch.bfloat16)
