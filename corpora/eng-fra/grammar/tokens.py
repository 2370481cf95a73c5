# SPDX-License-Identifier: Apache-2.0
"""Words as a tokenizer sees them, for counting."""

import re

TOKEN = re.compile(r"aujourd'hui|o'clock|\w+n't|\w+['’](?=\w)|\w+|[^\w\s]", re.IGNORECASE)


def words(text):
    """The words of a sentence, case kept; French elisions split after the apostrophe."""
    return TOKEN.findall(text)
