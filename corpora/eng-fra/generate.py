#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes train.tsv, dev.tsv, test.tsv and the word groups: `python3 generate.py [FOLDER]`.

Python 3.9 or later, standard library only; the same seed gives the same bytes.
"""

import argparse
import unicodedata
from collections import Counter
from pathlib import Path

from grammar import english, french
from grammar.groups import groups
from grammar.sampler import PATTERNS, Grammar
import grammar.patterns  # noqa: F401  registers the patterns
from grammar.tokens import words

SEED = 20
SIZES = {"test": 1000, "dev": 1000, "train": 30000}
LENGTHS = range(3, 16)
FREE_SHARE = 0.7  # of all pairs come before the rare words are lifted
LIFTING_DRAWS = 160000
FLOOR, FIELD_FLOOR = 6, 45  # occurrences up to which a word, or a member of a field, is rare
INFLECTED_FLOOR = 20  # occurrences in train that bring a plural or feminine into the groups
RARE = 8  # a sentence with a word rarer than this stays in the training set


def sentence(grammar, pattern):
    """One finished pair, or nothing if the pattern found none this time."""
    pair = pattern(grammar)
    if pair is None:
        return None
    pair = tuple(
        unicodedata.normalize("NFC", finish(side))
        for finish, side in zip((english.finish, french.finish), pair)
    )
    return pair if all(len(side.split()) in LENGTHS for side in pair) else None


def keys(pair):
    """The words of a pair, each with its side."""
    return [(side, word) for side, text in enumerate(pair) for word in words(text, side)]


def pairs(seed, count):
    """`count` pairs in random order, no source twice, each pattern by its weight.

    Part of the draws keep only pairs with a word still rare, so that every word can be learnt.
    """
    grammar = Grammar(seed)
    functions, weights = zip(*PATTERNS)
    members = [{word for word, _, base in groups(side) if base} for side in (0, 1)]
    counts, found, draws = Counter(), {}, 0
    while len(found) < count:
        lifting = len(found) > FREE_SHARE * count and draws < LIFTING_DRAWS
        draws += lifting
        pair = sentence(grammar, grammar.random.choices(functions, weights)[0])
        if pair is None or pair[0] in found:
            continue
        found_keys = keys(pair)
        if lifting and not any(
            counts[key] < (FIELD_FLOOR if key[1] in members[key[0]] else FLOOR) for key in found_keys
        ):
            continue
        counts.update(found_keys)
        found[pair[0]] = pair[1]
    result = list(found.items())
    grammar.random.shuffle(result)
    return result


def split(all_pairs):
    """Cuts off test and dev: only sentences whose words are frequent in the whole."""
    counts = Counter(key for pair in all_pairs for key in keys(pair))
    splits = {name: [] for name in SIZES}
    for pair in all_pairs:
        common = all(counts[key] >= RARE for key in keys(pair))
        name = "train"
        if common:
            name = next((n for n in ("test", "dev") if len(splits[n]) < SIZES[n]), "train")
        splits[name].append(pair)
    return splits


def files():
    """Every file of the corpus by name."""
    splits = split(pairs(SEED, sum(SIZES.values())))
    counts = Counter(key for pair in splits["train"] for key in keys(pair))
    result = {
        f"{name}.tsv": "".join(f"{en}\t{fr}\n" for en, fr in lines)
        for name, lines in splits.items()
    }
    for side, language in enumerate(("en", "fr")):
        result[f"groups.{language}.tsv"] = "word\tgroup\n" + "".join(
            f"{word}\t{group}\n" for word, group, base in groups(side)
            if base or counts[side, word] >= INFLECTED_FLOOR
        )
    return result


def main():
    parser = argparse.ArgumentParser(description="Writes the corpus and its word groups.")
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(__file__).resolve().parent,
        help="where to write (default: beside this script)",
    )
    folder = parser.parse_args().folder
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
