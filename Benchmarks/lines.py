#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast the program tokenizes, and puts together again, lines that are hard: each of 1 MiB.

    Benchmarks/lines.py [PROGRAM]

Each takes time with its length alone: a line far below the others would be one that does not. The time
that the program takes to start is left out. Needs Python 3.9 or later and nothing else.
"""

import resource
import subprocess
import sys

SIZE = 1 << 20

# The language that a line is cut by, and what it repeats.
KINDS = {
    "English": ("en", "A little girl, in a pink dress, isn't climbing. "),
    "French, typographic": ("fr", "L’homme n’est pas là\u202f! "),
    "alternating marks": ("en", "\u0301\u0323"),
    "marks on a letter": ("en", "e\u0301\u0323"),
    "letters without spaces": ("en", "abcdefghij"),
    "Thai without spaces": ("th", "ภาษาไทยเป็นภาษาที่มีระดับเสียงของคำ"),
    "Khmer without spaces": ("km", "ភាសាខ្មែរជាភាសា"),
    "Chinese without spaces": ("zh", "我们都是学生他在北京大学学习"),
    "Japanese without spaces": ("ja", "私は学生ですカタカナひらがな"),
    "one ideograph": ("ja", "字"),
    "zero-width joiners": ("en", "\u200d"),
    "joiners between letters": ("fa", "می\u200cخواهم"),
    "zero-width spaces": ("en", "\u200b"),
    "zero-width spaces in Khmer": ("km", "ភាសា\u200bខ្មែរ\u200b"),
    "soft hyphens": ("en", "a\u00ad"),
    "apostrophes": ("fr", "a'"),
    "typographic apostrophes": ("fr", "a’"),
    "elisions": ("fr", "l'"),
    "acute accents": ("en", "é´"),
    "entities": ("en", "&amp;"),
    "numeric references": ("en", "&#8217;"),
    "ampersands": ("en", "&"),
    "token joiners": ("en", "\uffed"),
    "token escapes": ("en", "\uffee1"),
    "spaces": ("en", " "),
    "no-break spaces": ("en", "\u00a0"),
    "emoji in sequences": ("en", "👩‍👩‍👧👨🏽‍⚕️"),
    "variation selectors": ("en", "❤\ufe0f\ufe0f"),
    "tags": ("en", "\U0001f3f4\U000e0067"),
    "regional indicators": ("en", "🇩"),
    "Hangul jamo": ("ko", "\u1112\u1161\u11ab"),
    "Hangul": ("ko", "한국어"),
    "bidirectional controls": ("he", "\u202bשלום\u202c \u200f"),
    "replacement characters": ("en", "\ufffd"),
    "invalid bytes": ("en", b"\xff\xc3"),
    "controls": ("en", "\x01"),
    "periods": ("en", "."),
    "digits": ("en", "1,234.5 "),
    "capitals": ("tr", "Iİ"),
    "sigmas": ("el", "Σ"),
}


def line(text):
    unit = text if isinstance(text, bytes) else text.encode()
    return (unit * (SIZE // len(unit) + 1))[: SIZE // len(unit) * len(unit)] + b"\n"


def seconds(command, text):
    """The processor's time, which other programs do not lengthen as they do the clock's."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(
        command, input=text, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, output


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else ".build/release/dragoman"
    start = min(seconds([program, "tokenize"], b"\n")[0] for _ in range(3))
    print(f"{'MB/s':28}{'tokenize':>10}{'lowercase':>11}{'none':>10}{'detokenize':>12}", flush=True)
    for name, (language, unit) in KINDS.items():
        text = line(unit)
        tokenize = [program, "tokenize", "--language", language]
        speeds = []
        for arguments in ([], ["--lowercase"], ["--normalization", "none"]):
            time_taken, output = seconds(tokenize + arguments, text)
            speeds.append(len(text) / 1e6 / max(time_taken - start, 1e-4))
            if not arguments:
                tokens = output
        time_taken, _ = seconds([program, "tokenize", "--detokenize"], tokens)
        speeds.append(len(tokens) / 1e6 / max(time_taken - start, 1e-4))
        print(f"{name:28}" + "".join(f"{speed:{width}.1f}" for speed, width in zip(speeds, (10, 11, 10, 12))),
              flush=True)


if __name__ == "__main__":
    main()
