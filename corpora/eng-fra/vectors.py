#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How much of the meaning of words and phrases a checkpoint's vectors show.

Prints four tables: the neighbours of phrases in the encoder's vector (phrases.en.tsv), the directions
that pairs of words share (pairs.en.tsv), the share of right answers to analogies (analogies.txt), and the
neighbours of words in each semantic field (fields.py).

    python3 corpora/eng-fra/vectors.py checkpoints/eng-fra

Python 3.9 or later, standard library only.
"""

import argparse
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

import fields

HERE = Path(__file__).resolve().parent
NEAREST = (1, 3)  # numbers of neighbours of a phrase


def run(arguments, command, *options, text=None):
    """What a dragoman command prints about the checkpoint."""
    return subprocess.run(
        [arguments.dragoman, *command.split(), arguments.checkpoint, *options],
        input=text, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def phrases():
    """Pairs of a phrase and its kind."""
    lines = (HERE / "phrases.en.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def neighbours_of_phrases(arguments, texts):
    """The other phrases nearest to each phrase, as numbers, the nearest first."""
    text = "".join(phrase + "\n" for phrase in texts)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.write(text)
        file.flush()
        output = run(
            arguments, "encode", "--state", "both", "--nearest", file.name,
            "--count", str(max(NEAREST) + 1), text=text)
    nearest = defaultdict(list)
    for line in output.splitlines():
        phrase, _, other = line.split("\t")[:3]
        if phrase != other:
            nearest[int(phrase) - 1].append(int(other) - 1)
    return nearest


def phrase_table(arguments):
    """For each kind, the share of the 1 and 3 nearest phrases that are of the same kind."""
    texts, kinds = zip(*phrases())
    nearest = neighbours_of_phrases(arguments, texts)
    hits = {kind: [[] for _ in NEAREST] for kind in dict.fromkeys(kinds)}
    for phrase, kind in enumerate(kinds):
        for place, count in enumerate(NEAREST):
            same = [kinds[other] == kind for other in nearest[phrase][:count]]
            hits[kind][place].append(sum(same) / count)
    rows = [(kind, *(sum(share) / len(share) for share in shares)) for kind, shares in hits.items()]
    rows.append(("all", *(sum(row[place + 1] for row in rows) / len(rows) for place in range(len(NEAREST)))))
    width = max(len(row[0]) for row in rows)
    print("phrases".ljust(width), *(f"nearest {count}" for count in NEAREST), sep="  ")
    for kind, *shares in rows:
        print(kind.ljust(width), *(f"{share:9.2f}" for share in shares), sep="  ")


def main():
    parser = argparse.ArgumentParser(description="Words and phrases in the vectors of a checkpoint.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--dragoman", default=".build/release/dragoman", help="the program")
    arguments = parser.parse_args()
    phrase_table(arguments)
    print()
    source = ("--side", "source")
    print(run(arguments, "embeddings differences", *source, "--pairs", str(HERE / "pairs.en.tsv")))
    print(run(arguments, "embeddings analogies", *source, "--questions", str(HERE / "analogies.txt")))
    arguments.side, arguments.count = "target", 5
    print("neighbours in the same field")
    for precision, field, size in fields.precisions(arguments):
        print(f"{precision:.2f}  {field} ({size} words)")


if __name__ == "__main__":
    main()
