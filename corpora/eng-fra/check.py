#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Verifies what corpora/README.md says of this corpus and prints a summary: `python3 check.py`."""

import sys
import unicodedata
from collections import Counter
from pathlib import Path

import generate
from grammar.tokens import words

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("English", "French")
FIELD_FLOOR = 20  # occurrences in train of each member of a field of the groups files
problems = []


def require(holds, problem):
    if not holds:
        problems.append(problem)


def read(name):
    text = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    require(text.endswith("\n") and "\r" not in text, f"{name}: line ends")
    require(unicodedata.is_normalized("NFC", text), f"{name}: not NFC")
    rows = [line.split("\t") for line in text.split("\n")[:-1]]
    require(all(len(row) == 2 for row in rows), f"{name}: a line without two columns")
    return rows


def check_lines(splits):
    for name, rows in splits.items():
        for row in rows:
            for text in row:
                require(3 <= len(text.split()) <= 15, f"{name}: length of: {text}")
                require(text[0].isupper(), f"{name}: no capital: {text}")
                require(text[-1] in ".?!", f"{name}: no final mark: {text}")
                require("  " not in text and "*" not in text, f"{name}: stray character: {text}")
            require(row[0][-1] == row[1][-1], f"{name}: different final marks: {row[0]}")


def check_splits(splits):
    sources = Counter(row[0] for rows in splits.values() for row in rows)
    require(max(sources.values()) == 1, "a source sentence occurs twice")
    require(len(splits["train"]) >= 20000, "fewer than 20,000 training pairs")


def check_words(splits):
    counts = []
    for side, language in enumerate(LANGUAGES):
        train = Counter(w for row in splits["train"] for w in words(row[side], side))
        for name in ("dev", "test"):
            unseen = {w for row in splits[name] for w in words(row[side], side)} - set(train)
            require(not unseen, f"{name}: words unseen in train: {sorted(unseen)[:9]}")
        lowered = Counter()
        for word, count in train.items():
            if word[0].isalnum():
                lowered[word.lower()] += count
        require(len(lowered) >= 900, f"{language}: only {len(lowered)} word types")
        total, ranked = sum(lowered.values()), lowered.most_common()
        tenth = sum(count for _, count in ranked[: len(ranked) // 10]) / total
        require(0.5 < tenth < 0.95, f"{language}: unnatural frequency profile")
        counts.append((train, lowered, tenth))
    return counts


def check_groups(counts):
    for side, code in enumerate(("en", "fr")):
        lines = (FOLDER / f"groups.{code}.tsv").read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines[1:]]
        require(lines[0] == "word\tgroup", f"groups.{code}: header")
        require(len({group for _, group in rows}) >= 12, f"groups.{code}: fewer than 12 groups")
        require(len({word for word, _ in rows}) == len(rows), f"groups.{code}: word twice")
        for word, group in rows:
            count = counts[side][0][word]
            require(count >= FIELD_FLOOR, f"groups.{code}: {group} {word}: {count} in train")
        yield code, Counter(group for _, group in rows)


def check_regenerated():
    for name, text in generate.files().items():
        require((FOLDER / name).read_bytes() == text.encode(), f"{name}: not what generate.py writes")


def main():
    splits = {name: read(name) for name in ("train", "dev", "test")}
    check_lines(splits)
    for name, rows in splits.items():
        lengths = [sum(len(row[side].split()) for row in rows) / len(rows) for side in (0, 1)]
        print(f"{name}: {len(rows)} pairs, {lengths[0]:.1f} and {lengths[1]:.1f} words a sentence")
    check_splits(splits)
    counts = check_words(splits)
    for language, (_, lowered, tenth) in zip(LANGUAGES, counts):
        once = sum(count < 5 for count in lowered.values())
        print(f"{language}: {len(lowered)} word types, {once} of them fewer than 5 times;"
              f" the most frequent tenth makes {tenth:.0%} of the text")
    for code, sizes in check_groups(counts):
        print(f"groups.{code}.tsv: " + ", ".join(f"{g} {n}" for g, n in sizes.items()))
    check_regenerated()
    for problem in problems[:40]:
        print("problem: " + problem, file=sys.stderr)
    print("all holds" if not problems else f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
