# SPDX-License-Identifier: Apache-2.0
"""The semantic fields, as lists of single words."""

from . import calendar
from .sampler import Grammar

ANIMALS = ("pet", "farm", "wild", "small", "sea")
PLURAL = ("fruit", "vegetable", "countedfood")  # fields met mostly in the plural
FOOD = ("fruit", "vegetable", "countedfood", "massfood")


def groups(side):
    """(word, group) pairs of one side, 0 for English and 1 for French."""
    g = Grammar(0)

    def forms(noun):
        singular, plural = (noun.en, noun.en_plural) if side == 0 else (noun.fr, noun.fr_plural)
        return [plural if noun.always_plural[side] or noun.field in PLURAL else singular]

    def things(*fields):
        return [form for field in fields for noun in g.things[field]
                if "cook" not in noun.tags for form in forms(noun)]

    def people(field):
        return [form for noun in g.people[field] for form in forms(noun)]

    fields = {
        "month": [month[side] for month in calendar.MONTHS],
        "weekday": [day[side] for day in calendar.WEEKDAYS],
        "number": [pair[side] for number, pair in calendar.NUMBERS.items() if number <= 60],
        "family": people("family"),
        "royalty": people("royal"),
        "country": [(c.en, c.fr)[side] for c in g.countries],
        "capital": [c.capital[side] for c in g.countries],
        "nationality": [(c.adjective.en, c.adjective.forms[0])[side] for c in g.countries],
        "profession": [(p.en, p.of(p.gender))[side] for p in g.professions],
        "animal": things(*ANIMALS),
        "food": things(*FOOD),
        "drink": things("drink"),
        "colour": [(a.en, a.forms[0])[side] for a in g.adjectives["colour"]],
        "clothes": things("clothes"),
        "room": things("room"),
        "instrument": things("instrument"),
        "subject": things("subject"),
        "body": things("body"),
        "name": g.names["f"] + g.names["m"],
    }
    if side == 0:
        for field in ("family", "name"):
            fields[field] += [word + "'s" for word in fields[field]]
    seen = set()
    for group, members in fields.items():
        for member in members:
            word = member.replace("*", "")
            if word.replace("'", "").isalpha() and word not in seen:
                seen.add(word)
                yield word, group
