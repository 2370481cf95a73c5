#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures how fast the program tokenizes difficult lines of 1 MiB each, joins their tokens again, splits them
into subword units and scores them with BLEU and chrF.

    Benchmarks/lines.py [PROGRAM]

All times should be proportional to the length: a kind of line whose time is not is much slower than the
others. The time that the program takes to start is subtracted. Needs Python 3.9 or later and nothing else.
"""

import os
import resource
import subprocess
import sys
import tempfile

SIZE = 1 << 20

# The language of a line, and the text that it repeats.
KINDS = {
    "English": ("en", "A little girl, in a pink dress, isn't climbing. "),
    "French, typographic": ("fr", "L’homme n’est pas là\u202f! "),
    "alternating marks": ("en", "\u0301\u0323"),
    "marks on a letter": ("en", "e\u0301\u0323"),
    "letters without spaces": ("en", "abcdefghij"),
    "words of 799 letters": ("en", 79 * "abcdefghij" + "abcdefghi "),
    "words of one letter": ("en", 799 * "a" + " "),
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
    """Returns the processor time, which other programs do not prolong as they do the clock's time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(
        command, input=text, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, output


def speed(command, text, start):
    """Returns the speed in MB/s, and what the program printed."""
    time_taken, output = seconds(command, text)
    return len(text) / 1e6 / max(time_taken - start, 1e-4), output


def speeds(program, language, text, start, directory):
    """Yields the speed of each command."""
    tokenize = [program, "tokenize", "--language", language]
    first, tokens = speed(tokenize, text, start)
    yield first
    for arguments in (["--lowercase"], ["--normalization", "none"]):
        yield speed(tokenize + arguments, text, start)[0]
    yield speed([program, "tokenize", "--detokenize"], tokens, start)[0]
    if not tokens.strip():  # Nothing of the line is left to split or to score.
        return
    file, merges = os.path.join(directory, "line"), os.path.join(directory, "merges")
    with open(file, "wb") as written:
        written.write(tokens)
    yield speed([program, "bpe", "learn", "--input", file, "--merges", "100", "--output", merges], tokens, start)[0]
    yield speed([program, "bpe", "apply", "--merges", merges], tokens, start)[0]
    evaluate = [program, "evaluate", "--hypothesis", file, "--reference", file, "--language", language]
    yield speed([*evaluate, "--metrics", "bleu"], tokens, start)[0]
    yield speed([*evaluate[:-2], "--metrics", "chrf"], tokens, start)[0]


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else ".build/release/dragoman"
    start = min(seconds([program, "tokenize"], b"\n")[0] for _ in range(3))
    commands = ["tokenize", "lowercase", "none", "detokenize", "bpe learn", "bpe apply", "BLEU", "chrF"]
    print(f"{'MB/s':28}" + "".join(f"{command:>12}" for command in commands), flush=True)
    for name, (language, unit) in KINDS.items():
        with tempfile.TemporaryDirectory() as directory:
            found = speeds(program, language, line(unit), start, directory)
            print(f"{name:28}" + "".join(f"{one:12.1f}" for one in found), flush=True)


if __name__ == "__main__":
    main()
