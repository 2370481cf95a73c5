# SPDX-License-Identifier: Apache-2.0
"""French nouns, adjectives, determiners and spelling.

A leading `*` marks a word that allows no elision (`*haricot`, `*huit`); `finish` removes it.
"""

import re

VOWELS = "aeiouyhàâéèêëîïôùûœ"

POSSESSIVES = {
    "my": ("mon", "ma", "mes"),
    "your": ("votre", "votre", "vos"),
    "his": ("son", "sa", "ses"),
    "her": ("son", "sa", "ses"),
    "our": ("notre", "notre", "nos"),
    "their": ("leur", "leur", "leurs"),
}


def elides(word):
    """Whether `le`, `de`, `que` … lose their vowel before this word."""
    return word[0].lower() in VOWELS


def plural(word):
    """The regular plural of a noun or adjective."""
    if word[-1] in "sxz":
        return word
    if word.endswith("al"):
        return word[:-2] + "aux"
    if word.endswith(("eau", "eu")):
        return word + "x"
    return word + "s"


def feminine(word):
    """The regular feminine of an adjective or a profession."""
    for ending, changed in (
        ("teur", "trice"), ("eur", "euse"), ("eux", "euse"), ("ier", "ière"), ("er", "ère"),
        ("ien", "ienne"), ("on", "onne"), ("el", "elle"), ("if", "ive"), ("et", "ette"),
    ):
        if word.endswith(ending):
            return word[: -len(ending)] + changed
    return word if word.endswith("e") else word + "e"


def determiner(kind, gender, is_plural, next_word):
    """The French determiner for an English one, with the space or apostrophe that follows it.

    `some` is the partitive or indefinite plural; `any` is the bare `de` after a negation.
    """
    elided = elides(next_word)
    feminine_form = gender == "f"
    if kind == "the":
        if is_plural:
            return "les "
        return "l'" if elided else ("la " if feminine_form else "le ")
    if kind == "a":
        return "des " if is_plural else ("une " if feminine_form else "un ")
    if kind == "some":
        if is_plural:
            return "des "
        return "de l'" if elided else ("de la " if feminine_form else "du ")
    if kind == "any":
        return "d'" if elided else "de "
    if kind == "this":
        if is_plural:
            return "ces "
        return "cette " if feminine_form else ("cet " if elided else "ce ")
    if kind in POSSESSIVES:
        masculine, feminine_word, plural_word = POSSESSIVES[kind]
        if is_plural:
            return plural_word + " "
        return (masculine if elided or not feminine_form else feminine_word) + " "
    return kind + " " if kind else ""


def after_de(phrase):
    """`de` and a noun phrase, contracted."""
    if phrase.startswith("le "):
        return "du " + phrase[3:]
    if phrase.startswith("les "):
        return "des " + phrase[4:]
    if phrase.startswith("des ") or phrase.startswith(("du ", "de ")):
        return "de " + phrase.split(" ", 1)[1]
    return "de " + phrase


def after_a(phrase):
    """`à` and a noun phrase, contracted."""
    if phrase.startswith("le "):
        return "au " + phrase[3:]
    if phrase.startswith("les "):
        return "aux " + phrase[4:]
    return "à " + phrase


ELISION = re.compile(rf"\b(je|me|se|le|la|ne|de|que) (?=[{VOWELS}])", re.IGNORECASE)


def finish(text):
    """Elides, removes the marks of aspirated h, and begins with a capital."""
    text = re.sub(r" +", " ", text).strip()
    text = ELISION.sub(lambda match: match.group(1)[:-1] + "'", text)
    text = re.sub(r"\b([Ss])i (ils?)\b", r"\1'\2", text)
    text = text.replace("*", "")
    return text[0].upper() + text[1:]
