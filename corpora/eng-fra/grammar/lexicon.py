# SPDX-License-Identifier: Apache-2.0
"""Reads the word lists of `lexicon/` into nouns, adjectives, countries and activities."""

from pathlib import Path
from typing import NamedTuple

from . import english, french

FOLDER = Path(__file__).resolve().parent.parent / "lexicon"


class Noun(NamedTuple):
    """A noun of both languages. `always_plural` tells which sides have no singular."""

    en: str
    en_plural: str
    fr: str
    fr_plural: str
    gender: str
    tags: frozenset
    field: str
    always_plural: tuple = (False, False)


class Adjective(NamedTuple):
    """An adjective: the French forms are masculine, feminine, and both plurals."""

    en: str
    forms: tuple
    before: bool
    tags: frozenset

    def agreeing(self, gender, is_plural):
        return self.forms[(gender == "f") + 2 * is_plural]


class Profession(NamedTuple):
    """A profession: one English word, the French masculine and feminine, its usual gender."""

    en: str
    masculine: str
    feminine: str
    gender: str
    tags: frozenset

    def of(self, gender):
        return self.feminine if gender == "f" else self.masculine


class Country(NamedTuple):
    """A country, its capital and its people."""

    en: str
    fr: str
    gender: str
    capital: tuple
    adjective: Adjective
    tags: frozenset


class Activity(NamedTuple):
    """A verb phrase: the verb and the rest, in each language."""

    en: str
    en_rest: str
    fr: str
    fr_rest: str
    tags: frozenset


def _sections(name):
    """The lines of a word list as (section, fields)."""
    section = ""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            yield section, [field.strip() for field in line.split("|")]


def _tags(fields, index):
    return frozenset(fields[index].split()) if len(fields) > index else frozenset()


def _noun(section, fields):
    en, _, en_plural = (part.strip() for part in fields[0].partition(","))
    french_words, gender = fields[1].rsplit(" ", 1)
    fr, _, fr_plural = (part.strip() for part in french_words.partition(","))
    tags = _tags(fields, 2)
    fr_always = gender in ("F", "M")
    en_always = fr_always or "enplural" in tags
    return Noun(
        en, en if en_always else en_plural or english.plural(en),
        fr, fr if fr_always else fr_plural or _french_plural(fr),
        gender[0].lower(), tags, section, (en_always, fr_always),
    )


def _french_plural(phrase):
    first, *rest = phrase.split(" ")
    return " ".join([french.plural(first), *rest])


def _adjective(en, words, tags=frozenset()):
    before = words.endswith("<")
    forms = [form.strip() for form in words.rstrip("< ").split(",")]
    if len(forms) == 1:
        forms.append(french.feminine(forms[0]))
    if len(forms) == 2:
        forms += [french.plural(form) for form in forms]
    return Adjective(en, tuple(forms), before, tags)


def nouns(name):
    """All nouns of a list, by field."""
    fields = {}
    for section, columns in _sections(name):
        if section not in ("profession", "woman", "man"):
            fields.setdefault(section, []).append(_noun(section, columns))
    return fields


def adjectives():
    """All adjectives, by field."""
    fields = {}
    for section, columns in _sections("adjectives.txt"):
        fields.setdefault(section, []).append(_adjective(columns[0], columns[1], _tags(columns, 2)))
    return fields


def professions():
    result = []
    for section, columns in _sections("people.txt"):
        if section == "profession":
            masculine, feminine, gender = columns[1].split()
            result.append(Profession(columns[0], masculine, feminine, gender, _tags(columns, 2)))
    return result


def names(gender):
    wanted = {"f": "woman", "m": "man"}[gender]
    return [columns[0] for section, columns in _sections("people.txt") if section == wanted]


def countries():
    result = []
    for _, columns in _sections("world.txt"):
        fr, gender = columns[1].rsplit(" ", 1)
        result.append(
            Country(
                columns[0], fr, gender, (columns[2], columns[3]),
                _adjective(columns[4], columns[5]), _tags(columns, 6),
            )
        )
    return result


def activities():
    result = []
    for _, columns in _sections("activities.txt"):
        en, _, en_rest = columns[0].partition(" ")
        reflexive = columns[1].startswith("se ")
        fr, _, fr_rest = columns[1].removeprefix("se ").removeprefix("s'").partition(" ")
        reflexive = reflexive or columns[1].startswith("s'")
        result.append(
            Activity(en, en_rest, "se " + fr if reflexive else fr, fr_rest, _tags(columns, 2))
        )
    return result
