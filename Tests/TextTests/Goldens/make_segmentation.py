# SPDX-License-Identifier: Apache-2.0
"""Writes the word boundaries that PyICU finds, which SegmentationTests compares with.

    make_segmentation.py sentences.tsv segmentation.tsv          lines of language<TAB>text
    make_segmentation.py --language de lines.txt segmentation.tsv      lines of text only

A line of output is: language, tab, text in NFC, tab, and the end of each segment as an offset into the
UTF-8 text, with a `w` after the end of a word. To compare with further lines, list the output files,
separated by `:`, in the environment variable DRAGOMAN_SEGMENTATION.

Made with Python 3.11, PyICU 2.17, ICU 72.1.
"""

import argparse
import unicodedata

import icu

WORD = 100  # UBRK_WORD_NONE_LIMIT


def boundaries(iterator, text):
    utf16 = text.encode("utf-16-le")
    iterator.setText(text)
    ends = []
    start = offset = 0
    for end in iterator:
        offset += len(utf16[2 * start : 2 * end].decode("utf-16-le").encode("utf-8"))
        ends.append(f"{offset}w" if iterator.getRuleStatus() >= WORD else str(offset))
        start = end
    return ",".join(ends)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--language")
    parser.add_argument("input")
    parser.add_argument("output")
    options = parser.parse_args()
    iterators = {}
    with (
        open(options.input, encoding="utf-8", newline="\n") as lines,
        open(options.output, "w", encoding="utf-8", newline="\n") as output,
    ):
        for line in lines:
            line = line.removesuffix("\n").removesuffix("\r")
            language, text = (options.language, line) if options.language else line.split("\t", 1)
            if language not in iterators:
                locale = icu.Locale.forLanguageTag(language)
                iterators[language] = icu.BreakIterator.createWordInstance(locale)
            text = unicodedata.normalize("NFC", text)
            output.write(f"{language}\t{text}\t{boundaries(iterators[language], text)}\n")


if __name__ == "__main__":
    main()
