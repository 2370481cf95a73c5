# SPDX-License-Identifier: Apache-2.0
"""The semantic fields, as lists of single words with their inflected forms."""

from . import calendar
from .sampler import Grammar

ANIMALS = ("pet", "farm", "wild", "small", "sea")
FOOD = ("fruit", "vegetable", "countedfood", "massfood")
PLURAL = ("fruit", "vegetable", "countedfood")  # fields met mostly in the plural


def _base(noun, side):
    """The form of a noun that its field is known by."""
    singular, plural = (noun.en, noun.en_plural) if side == 0 else (noun.fr, noun.fr_plural)
    return plural if noun.always_plural[side] or noun.field in PLURAL else singular


def _forms(noun, side):
    """All forms of a noun as they stand in text, sentence-initial and possessive ones too."""
    forms = [noun.en, noun.en_plural] if side == 0 else [noun.fr, noun.fr_plural]
    if side == 0 and noun.field == "family":
        forms.append(noun.en + "'s")
    return forms


def _fields(g):
    """Field names with (base form, all forms) of each member, by side."""
    def nouns(*fields, source=g.things):
        return lambda side: [
            (_base(noun, side), _forms(noun, side))
            for field in fields for noun in source[field] if "cook" not in noun.tags
        ]

    def pairs(choices):
        return lambda side: [(pair[side], [pair[side]]) for pair in choices]

    def adjectives(choices):
        return lambda side: [
            (a.en, [a.en]) if side == 0 else (a.forms[0], a.forms) for a in choices
        ]

    return {
        "month": pairs(calendar.MONTHS),
        "weekday": lambda side: [
            (day[side], [day[side], day[side] + "s"][: 2 - side]) for day in calendar.WEEKDAYS
        ],
        "number": pairs([pair for n, pair in calendar.NUMBERS.items() if n <= 60]),
        "family": nouns("family", source=g.people),
        "royalty": nouns("royal", source=g.people),
        "country": pairs([(c.en, c.fr) for c in g.countries]),
        "capital": pairs([c.capital for c in g.countries]),
        "nationality": adjectives([c.adjective for c in g.countries]),
        "profession": lambda side: [
            (p.en, [p.en]) if side == 0 else (p.of(p.gender), [p.masculine, p.feminine])
            for p in g.professions
        ],
        "animal": nouns(*ANIMALS),
        "food": nouns(*FOOD),
        "drink": nouns("drink"),
        "colour": adjectives(g.adjectives["colour"]),
        "clothes": nouns("clothes"),
        "room": nouns("room"),
        "instrument": nouns("instrument"),
        "subject": nouns("subject"),
        "body": nouns("body"),
        "name": lambda side: [
            (name, [name, name + "'s"][: 2 - side]) for name in g.names["f"] + g.names["m"]
        ],
    }


def groups(side):
    """(word, field, whether it is the base form) of one side, 0 for English and 1 for French."""
    fields = {field: members(side) for field, members in _fields(Grammar(0)).items()}
    seen = {}
    for inflected in (False, True):
        for field, members in fields.items():
            for base, forms in members:
                for word in forms if inflected else [base]:
                    word = word.replace("*", "")
                    if word.replace("'", "").isalpha() and word not in seen:
                        seen[word] = (field, not inflected)
    order = list(fields)
    return sorted(
        ((word, field, base) for word, (field, base) in seen.items()),
        key=lambda row: order.index(row[1]),
    )
