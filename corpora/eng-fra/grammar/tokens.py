# SPDX-License-Identifier: Apache-2.0
"""Words as a tokenizer sees them, for counting."""

import re

WORD = r"\w+(?:['’]\w+)*|[^\w\s]"
FRENCH_WORD = r"aujourd['’]hui|\w+['’](?=\w)|\w+|[^\w\s]"
PATTERNS = (re.compile(WORD), re.compile(FRENCH_WORD, re.IGNORECASE))


def words(text, side):
    """The words of a sentence, case kept; French (side 1) elisions split after the apostrophe."""
    return PATTERNS[side].findall(text)
