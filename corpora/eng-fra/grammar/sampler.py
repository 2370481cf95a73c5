# SPDX-License-Identifier: Apache-2.0
"""Random choice with a natural skew, the lexicon, and the registry of patterns."""

import random

from . import lexicon
from .core import PRONOUNS, Pair, Subject

PATTERNS = []


def pattern(weight):
    """Registers a function that makes one pair; its share is `weight`."""
    def register(function):
        PATTERNS.append((function, weight))
        return function

    return register


class Grammar:
    """The lexicon and a source of choice that repeats for a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.things = lexicon.nouns("things.txt")
        self.people = lexicon.nouns("people.txt")
        self.adjectives = lexicon.adjectives()
        self.professions = lexicon.professions()
        self.countries = lexicon.countries()
        self.activities = lexicon.activities()
        self.names = {gender: lexicon.names(gender) for gender in "fm"}

    def pick(self, choices):
        """One of a list whose first members are the more frequent ones."""
        choices = list(choices)
        weights = [(rank + 5) ** -0.8 for rank in range(len(choices))]
        return self.random.choices(choices, weights)[0]

    def even(self, choices):
        return self.random.choice(list(choices))

    def chance(self, probability):
        return self.random.random() < probability

    def noun(self, *fields, tag=None, without=None):
        return self.pick([
            noun for field in fields for noun in self.things[field]
            if (tag is None or tag in noun.tags) and (without is None or without not in noun.tags)
        ])

    def adjective(self, field, *words, tag=None):
        """An adjective of a field, one of the words if any are given."""
        return self.pick([
            adjective for adjective in self.adjectives[field]
            if (not words or adjective.en in words) and (tag is None or tag in adjective.tags)
        ])

    def country(self, tag=None):
        return self.pick([c for c in self.countries if tag is None or tag in c.tags])

    def profession(self, tag=None, gender=None):
        def fits(profession):
            wrong = {"m": "woman", "f": "man"}.get(gender)
            return (tag is None or tag in profession.tags) and wrong not in profession.tags

        return self.pick([p for p in self.professions if fits(p)])

    # Subjects

    def pronoun(self, *words):
        if not words:
            words = ("you",) if self.chance(0.05) else ("I", "he", "she", "we", "they")
        return PRONOUNS[self.pick(words)]

    def name(self, gender=None):
        gender = gender or self.even("fm")
        word = self.pick(self.names[gender])
        return Subject(word, word, "3s", gender, word)

    def relative(self, *kinds, determiner=None):
        """`my mother`: a member of the family, of one of the kinds if any are given."""
        noun = self.pick([
            noun for noun in self.people["family"] if not kinds or noun.tags & set(kinds)
        ])
        if "spouse" in noun.tags:
            determiner = determiner or self.pick(
                ["my", "your", "her" if noun.gender == "m" else "his"]
            )
        determiner = determiner or self.pick(["my", "his", "her", "your", "our", "their"])
        return self.possessed(determiner, noun)

    def possessed(self, determiner, noun, plural=False):
        from .core import np

        pair = np(determiner, noun, plural=plural)
        several = plural or noun.always_plural[0]
        return Subject(
            pair.en, pair.fr, "3p" if several else "3s", noun.gender, noun.en, noun.tags
        )

    def group(self):
        """`my parents`, `the children`."""
        noun = self.pick(self.people["group"])
        determiner = "the" if noun.en == "children" else self.pick(["my", "our", "his", "her"])
        return self.possessed(determiner, noun)

    def person(self):
        """`the man`, `the girl`."""
        return self.possessed("the", self.pick(self.people["person"]))

    def professional(self, tag=None):
        """`the doctor`, in the usual gender of the profession."""
        profession = self.profession(tag)
        return self.as_subject(profession)

    def as_subject(self, profession):
        from .french import determiner

        word = profession.of(profession.gender)
        return Subject(
            "the " + profession.en, determiner("the", profession.gender, False, word) + word,
            "3s", profession.gender, profession.en, frozenset(["adult"]),
        )

    def someone(self):
        """A subject of any kind, for a statement."""
        kind = self.random.choices(
            (self.pronoun, self.name, self.relative, self.group, self.person, self.professional),
            (40, 18, 24, 8, 5, 5),
        )[0]
        return kind()

    def other(self):
        """A subject to ask about: not the speaker."""
        kind = self.random.choices(
            (lambda: self.pronoun("you", "he", "she", "they"), self.name,
             lambda: self.relative(determiner="your"), self.person),
            (50, 20, 25, 5),
        )[0]
        return kind()

    def human(self):
        """One person who is not the speaker nor a listener: name, pronoun or relative."""
        kind = self.random.choices(
            (lambda: self.pronoun("he", "she"), self.name, self.relative), (35, 25, 40)
        )[0]
        return kind()


def dot(pair):
    """Ends a statement."""
    return Pair(pair.en.strip() + ".", pair.fr.strip() + ".")


def ask(pair):
    """Ends a question; French puts a space before the mark."""
    return Pair(pair.en.strip() + "?", pair.fr.strip() + " ?")
