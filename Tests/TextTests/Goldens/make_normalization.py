# SPDX-License-Identifier: Apache-2.0
"""Writes NFC forms by Python's unicodedata, which NormalizationTests compares with.

    make_normalization.py normalization.tsv

Each line holds the code points of a text and, after a tab, those of its NFC form, in hexadecimal.

Made with Python 3.11 (Unicode 14.0).
"""

import random
import sys
import unicodedata

random.seed(20)
assigned = [
    chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co")
]
decomposing = [c for c in assigned if unicodedata.normalize("NFC", c) != unicodedata.normalize("NFD", c)]
changing = [c for c in assigned if unicodedata.normalize("NFC", c) != c]
marks = [c for c in assigned if unicodedata.combining(c)]
jamo = [chr(c) for c in (*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A7, 0x11C3))]
plain = [chr(c) for c in range(0x20, 0x7F)]

pools = [assigned, decomposing, changing, marks, marks, jamo, plain]
texts = ["", "e\u0301", "\u212b", "\u0344", "a\u0327\u0301", "a\u0301\u0327", "\u1100\u1161\u11a8"]
for count in range(500):
    text = "".join(random.choice(random.choice(pools)) for _ in range(1 + count % 9))
    texts.append(unicodedata.normalize("NFD", text) if count % 3 == 0 else text)


def points(text):
    return " ".join(f"{ord(c):X}" for c in text)


with open(sys.argv[1], "w", encoding="ascii") as output:
    for text in texts:
        output.write(f"{points(text)}\t{points(unicodedata.normalize('NFC', text))}\n")
