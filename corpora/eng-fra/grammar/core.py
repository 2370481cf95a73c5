# SPDX-License-Identifier: Apache-2.0
"""What every pattern is built from: pairs, noun phrases, subjects and clauses."""

import re
from typing import NamedTuple

from . import english, french, french_verbs


class Pair(NamedTuple):
    """The same words in both languages."""

    en: str
    fr: str


class Time(NamedTuple):
    """A time expression.

    `part` is the part of the day that it names, `week` for what is counted by the week, `far` for
    more than two days away, or nothing.
    """

    en: str
    fr: str
    part: str = ""


NOTHING = Pair("", "")


class Subject(NamedTuple):
    """Who does it. `word` is the noun, `kinds` its tags; pronouns and names have neither."""

    en: str
    fr: str
    person: str
    gender: str = "m"
    word: str = ""
    kinds: frozenset = frozenset()

    @property
    def plural(self):
        return self.person in ("1p", "3p")

    @property
    def possessive(self):
        """The English possessive that refers to this subject."""
        if self.person == "3s":
            return "her" if self.gender == "f" else "his"
        return {"1s": "my", "2p": "your", "1p": "our", "3p": "their"}[self.person]

    @property
    def is_pronoun(self):
        return self.en in PRONOUNS

    def agree(self, adjective):
        """The French adjective that agrees with this subject."""
        return adjective.agreeing(self.gender, self.plural)


PRONOUNS = {
    "I": Subject("I", "je", "1s"),
    "you": Subject("you", "vous", "2p"),
    "he": Subject("he", "il", "3s", "m"),
    "she": Subject("she", "elle", "3s", "f"),
    "we": Subject("we", "nous", "1p"),
    "they": Subject("they", "ils", "3p"),
}

OBJECTS = {"I": "me", "you": "you", "he": "him", "she": "her", "we": "us", "they": "them"}
TONIC = {"I": "moi", "you": "vous", "he": "lui", "she": "elle", "we": "nous", "they": "eux"}
REFLEXIVE = {"1s": "me", "3s": "se", "1p": "nous", "2p": "vous", "3p": "se"}


# Noun phrases

def np(determiner, noun, adjective=None, plural=False):
    """A noun phrase in both languages; a number as determiner is a pair of words."""
    en_plural = plural or noun.always_plural[0]
    fr_plural = plural or noun.always_plural[1]
    en_words = [adjective.en] if adjective else []
    en_words.append(noun.en_plural if en_plural else noun.en)
    fr_words = [noun.fr_plural if fr_plural else noun.fr]
    if adjective:
        form = adjective.agreeing(noun.gender, fr_plural)
        if adjective.before:
            fr_words.insert(0, _before_vowel(form, fr_words[0], noun.gender, fr_plural))
        else:
            fr_words.append(form)
    if isinstance(determiner, tuple):
        return Pair(" ".join([determiner[0], *en_words]), " ".join([determiner[1], *fr_words]))
    fr_det = french.determiner(determiner, noun.gender, fr_plural, fr_words[0])
    if fr_det == "des " and adjective and adjective.before:
        fr_det = "d'" if french.elides(fr_words[0]) else "de "
    return Pair(_english_np(determiner, " ".join(en_words), en_plural), fr_det + " ".join(fr_words))


def _english_np(determiner, words, plural):
    if determiner == "a":
        return words if plural else english.article(words)
    if determiner == "this" and plural:
        determiner = "these"
    return f"{determiner} {words}".strip()


def _before_vowel(form, noun, gender, plural):
    if gender == "m" and not plural and french.elides(noun):
        return {"beau": "bel", "nouveau": "nouvel", "vieux": "vieil"}.get(form, form)
    return form


def in_country(country):
    """`in` or `to` a country: en France, au Japon, en Iran."""
    if country.gender == "f" or french.elides(country.fr):
        return "en " + country.fr
    return "au " + country.fr


def from_country(country):
    """`from` a country: de France, du Japon."""
    if country.gender == "f" or french.elides(country.fr):
        return "de " + country.fr
    return "du " + country.fr


def the_country(country):
    """The country with its French article."""
    return french.determiner("the", country.gender, False, country.fr) + country.fr


# English clauses

def _be(subject, tense):
    if tense == "past":
        return "was" if subject.person in ("1s", "3s") else "were"
    return {"1s": "am", "3s": "is"}.get(subject.person, "are")


def _have(subject):
    return "has" if subject.person == "3s" else "have"


def _not(auxiliary):
    return {"am": "am not", "will": "won't", "can": "can't"}.get(auxiliary, auxiliary + "n't")


def english_verb(subject, verb, tense, negative=False):
    """The auxiliary (or nothing) and the verb form of an English tense."""
    if tense in ("progressive", "pastprogressive"):
        return _be(subject, "past" if "past" in tense else "present"), english.ing(verb)
    if tense == "going":
        return _be(subject, "present"), "going to " + verb
    if tense == "perfect":
        return _have(subject), english.participle(verb)
    if tense == "future":
        return "will", verb
    if verb == "be":
        return _be(subject, tense), ""
    if negative:
        return {"past": "did"}.get(tense, "does" if subject.person == "3s" else "do"), verb
    if tense == "past":
        return "", english.past(verb)
    return "", english.third(verb) if subject.person == "3s" else verb


def english_clause(subject, verb, rest, tense, negative="", adverb=""):
    """A statement. `negative` is empty, `not` or `never`; `adverb` stands before the verb."""
    auxiliary, form = english_verb(subject, verb, tense, negative == "not")
    if negative == "not":
        auxiliary = _not(auxiliary)
    middle = "never" if negative == "never" else adverb
    return f"{subject.en} {auxiliary} {middle} {form} {own_english(subject, rest)}"


def english_question(subject, verb, rest, tense, negative=""):
    """A question without its question word, auxiliary first."""
    auxiliary, form = english_verb(subject, verb, tense, negative=True)
    return f"{auxiliary} {subject.en} {form} {own_english(subject, rest)}"


def own_english(subject, rest):
    return re.sub(r"\bmy\b", subject.possessive, rest)


# French clauses

def own_french(subject, rest, negative=""):
    """Fits possessives to the subject and partitives to the negation."""
    def possessive(match):
        column = ("mon", "ma", "mes").index(match.group())
        return french.POSSESSIVES[subject.possessive][column]

    def partitive(match):
        words = "de" if negative else match.group(1)
        return words if words.endswith("'") else words + " "

    return re.sub(r"\[([^]]*)\] ?", partitive, re.sub(r"\b(mon|ma|mes)\b", possessive, rest))


def french_infinitive(subject, verb, rest, negative=""):
    """The infinitive with its reflexive pronoun and the rest."""
    if verb.startswith("se "):
        verb = f"{REFLEXIVE[subject.person]} {verb[3:]}"
    return f"{verb} {own_french(subject, rest, negative)}"


def french_clause(subject, verb, rest, tense, negative="", adverb="", clitic="", agreement=None):
    """A statement. `negative` is pas, jamais or plus; `clitic` the object pronouns.

    The participle agrees with the subject after être, else with `agreement`, (gender, plural);
    `agreement=False` forbids it.
    """
    ne = "ne" if negative else ""
    base = verb.removeprefix("se ")
    pronoun = REFLEXIVE[subject.person] if verb.startswith("se ") else clitic
    rest = own_french(subject, rest, negative)
    if tense == "going":
        finite = french_verbs.conjugate("aller", subject.person, "present")
        return f"{subject.fr} {ne} {finite} {negative} {pronoun} {base} {rest}"
    if tense == "just":
        finite = french_verbs.conjugate("venir", subject.person, "present")
        return f"{subject.fr} {finite} de {pronoun} {base} {rest}"
    if tense != "past":
        finite = french_verbs.conjugate(base, subject.person, tense)
        return f"{subject.fr} {ne} {pronoun} {finite} {negative} {adverb} {rest}"
    with_etre = verb.startswith("se ") or base in french_verbs.WITH_ETRE
    auxiliary = french_verbs.conjugate("être" if with_etre else "avoir", subject.person, "present")
    if with_etre and agreement is None:
        agreement = (subject.gender, subject.plural)
    participle = french_verbs.participle(base)
    if agreement:
        participle = french_verbs.agree(participle, *agreement)
    return f"{subject.fr} {ne} {pronoun} {auxiliary} {negative} {adverb} {participle} {rest}"


FRENCH_TENSE = {
    "present": "present", "progressive": "present", "past": "past", "going": "going",
    "future": "future", "pastprogressive": "imperfect",
}
FRENCH_NEGATION = {"": "", "not": "pas", "never": "jamais"}


def clause(subject, activity, tense, negative="", adverb=NOTHING):
    """A statement about an activity, in both languages."""
    agreement = False if "own" in activity.tags else None
    return Pair(
        english_clause(subject, activity.en, activity.en_rest, tense, negative, adverb.en),
        french_clause(
            subject, activity.fr, activity.fr_rest, FRENCH_TENSE[tense],
            FRENCH_NEGATION[negative], adverb.fr, agreement=agreement,
        ),
    )


def question(subject, activity, tense):
    """A yes-no question about an activity, without the question mark."""
    statement = clause(subject, activity, tense)
    return Pair(
        english_question(subject, activity.en, activity.en_rest, tense),
        "est-ce que " + statement.fr,
    )


def be(subject, rest, tense="present", negative="", adverb=NOTHING):
    """`subject is rest`; the past is the imparfait, a state."""
    french_tense = {"present": "present", "past": "imperfect", "future": "future"}[tense]
    return Pair(
        english_clause(subject, "be", "", tense, negative, adverb.en).strip() + " " + rest.en,
        french_clause(
            subject, "être", rest.fr, french_tense, FRENCH_NEGATION[negative], adverb.fr
        ),
    )


def is_question(subject, rest, tense="present"):
    """`is subject rest`, without the question mark."""
    return Pair(
        english_question(subject, "be", "", tense).strip() + " " + rest.en,
        "est-ce que " + be(subject, rest, tense).fr,
    )
