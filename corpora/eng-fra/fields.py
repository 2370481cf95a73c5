#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well a checkpoint's embeddings keep the semantic fields together.

Prints for each field the mean share of a member's nearest neighbours that lie in the field too. Members
are the words of the groups file; a neighbour lies in the field whichever form of a member it is.

    python3 corpora/eng-fra/fields.py checkpoints/eng-fra

Python 3.9 or later, standard library only.
"""

import argparse
import subprocess
from collections import Counter, defaultdict
from pathlib import Path

from grammar.calendar import NUMBERS
from grammar.groups import groups

HERE = Path(__file__).resolve().parent
SIDES = {"source": (0, "en"), "target": (1, "fr")}
SMALLEST = 6  # members of a field worth a figure


def field_of_words(side):
    """The field of every form of every member; *hundred* and numerals in digits are numbers too."""
    index, _ = SIDES[side]
    fields = {pair[index].split()[-1]: "number" for pair in NUMBERS.values()}
    fields |= {word: field for word, field, _ in groups(index)}
    return lambda word: "number" if word.isdigit() else fields.get(word)


def members(side, vocabulary):
    """The words of the groups file that the checkpoint knows."""
    _, language = SIDES[side]
    lines = (HERE / f"groups.{language}.tsv").read_text(encoding="utf-8").splitlines()
    words = [line.split("\t")[0] for line in lines[1:]]
    return [word for word in words if word in vocabulary]


def neighbours(arguments, words):
    """Pairs of a word and one of its nearest neighbours."""
    command = [
        arguments.dragoman, "embeddings", "neighbors", arguments.checkpoint,
        "--side", arguments.side, "--count", str(arguments.count), *words,
    ]
    output = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return [line.split("\t")[:2] for line in output.splitlines()]


def precisions(arguments):
    """(precision, field, number of members), the best first."""
    vocabulary_file = arguments.checkpoint / f"{arguments.side}.vocab"
    vocabulary = {line.split("\t")[0] for line in vocabulary_file.read_text(encoding="utf-8").split("\n")}
    words = members(arguments.side, vocabulary)
    field = field_of_words(arguments.side)
    inside = defaultdict(list)
    for word, neighbour in neighbours(arguments, words):
        inside[field(word)].append(field(neighbour) == field(word))
    sizes = Counter(field(word) for word in words)
    return sorted(
        ((sum(hits) / len(hits), name, sizes[name]) for name, hits in inside.items()
         if sizes[name] >= SMALLEST),
        reverse=True,
    )


def main():
    parser = argparse.ArgumentParser(description="Neighbours of the semantic fields of corpora/eng-fra.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--side", choices=SIDES, default="target", help="default: target")
    parser.add_argument("--count", type=int, default=5, help="neighbours of a word (default: 5)")
    parser.add_argument("--dragoman", default=".build/release/dragoman", help="the program")
    for precision, field, size in precisions(parser.parse_args()):
        print(f"{precision:.2f}  {field} ({size} words)")


if __name__ == "__main__":
    main()
