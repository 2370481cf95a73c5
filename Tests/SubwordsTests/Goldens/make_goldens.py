# SPDX-License-Identifier: Apache-2.0
"""Writes merges and segmented text of subword-nmt, which GoldenTests compares with.

    make_goldens.py                       the committed files, beside this script
    make_goldens.py NAME TEXT MERGES      NAME.txt, NAME.bpe and NAME.segmented.txt from another text

A set of golden files is a text, the merges that subword-nmt learns from it, and the text split by them. To
compare with further sets, list their paths without extensions, separated by `:`, in the environment
variable DRAGOMAN_SUBWORDS.

Made with Python 3.11, subword-nmt 0.3.8.
"""

import contextlib
import io
import os
import random
import sys

from subword_nmt.apply_bpe import BPE
from subword_nmt.learn_bpe import learn_bpe

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, "../../..")


def make(name, lines, merges):
    text = "".join(line + "\n" for line in lines)
    codes = io.StringIO()
    with contextlib.redirect_stderr(io.StringIO()):
        learn_bpe(io.StringIO(text, newline="\n"), codes, merges)
    encoder = BPE(codes)
    for ending, content in [
        ("txt", text),
        ("bpe", codes.getvalue()),
        ("segmented.txt", "".join(encoder.process_line(line) + "\n" for line in lines)),
    ]:
        with open(f"{name}.{ending}", "w", encoding="utf-8", newline="\n") as file:
            file.write(content)


def sentences():
    """Sentences in some sixty languages, and of the corpus that is made of French and English."""
    with open(f"{root}/Tests/TextTests/Goldens/sentences.tsv", encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t")[1] for line in file]
    with open(f"{root}/corpora/eng-fra/dev.tsv", encoding="utf-8") as file:
        pairs = [line.rstrip("\n").split("\t")[:2] for line in file][:250]
    # subword-nmt takes any space for the end of a unit: words hold none.
    return [" ".join(line.split()) for line in lines + [side for pair in pairs for side in pair]]


def repetitions():
    """Words of few letters, where pairs overlap and many are equally frequent."""
    random.seed(3)
    alphabets = ["a", "ab", "abc", "aä€😀", "</w>", "@a", "\\.[("]
    words = [
        "".join(random.choice(alphabet) for _ in range(random.randint(1, 12))) for alphabet in alphabets
        for _ in range(60)
    ]
    # A word whose last unit ends in the mark is cut otherwise by Dragoman.
    words = [word for word in words if not word.endswith("@")]
    random.shuffle(words)
    return [" ".join(words[start : start + 8]) for start in range(0, len(words), 8)]


if len(sys.argv) == 4:
    with open(sys.argv[2], encoding="utf-8", newline="\n") as file:
        make(sys.argv[1], [line.rstrip("\n") for line in file], int(sys.argv[3]))
else:
    make(f"{here}/sentences", sentences(), 600)
    make(f"{here}/repetitions", repetitions(), 200)
