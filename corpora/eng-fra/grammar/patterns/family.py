# SPDX-License-Identifier: Apache-2.0
"""Family and royalty."""

from .. import calendar
from ..core import PRONOUNS, Pair, be, french_clause, np
from ..french import after_a, after_de, elides
from ..sampler import ask, dot, pattern

KIN = {
    "mother": "f", "father": "m", "sister": "f", "brother": "m", "son": "m", "daughter": "f",
    "uncle": "m", "aunt": "f", "nephew": "m", "niece": "f", "grandmother": "f", "grandfather": "m",
    "wife": "f", "husband": "m",
}
MONARCHS = ("queen", "king", "princess", "prince")


@pattern(4)
def kin_of(g):
    noun = g.even(g.people["family"])
    one = g.name(noun.gender)
    other = g.name({"wife": "m", "husband": "f"}.get(noun.en))
    if one.en == other.en:
        return None
    return dot(Pair(
        f"{one.en} is {other.en}'s {noun.en}",
        f"{one.fr} est {np('the', noun).fr} {after_de(other.fr)}",
    ))


@pattern(3)
def called(g):
    relative = g.relative()
    name = g.name(relative.gender)
    return dot(Pair(f"{relative.en}'s name is {name.en}", f"{relative.fr} s'appelle {name.fr}"))


@pattern(3)
def resembles(g):
    who, other = g.someone(), g.even(g.people["family"])
    if "spouse" in other.tags or who.word == other.en or who.word and not who.kinds:
        return None
    if who.kinds and not who.kinds & {"young"} or who.person in ("1p", "3p"):
        return None
    if not who.kinds and other.en in ("son", "daughter", "nephew", "niece"):
        return None
    if who.kinds and other.en in ("son", "daughter", "nephew", "niece", "sister", "brother"):
        return None
    pair = np(who.possessive, other)
    looks = "looks" if who.person == "3s" else "look"
    return dot(Pair(
        f"{who.en} {looks} like {pair.en}",
        french_clause(who, "ressembler", after_a(pair.fr), "present"),
    ))


@pattern(3)
def counted(g):
    who = g.pronoun("I", "he", "she", "we") if g.chance(0.5) else g.human()
    kin = [n for n in g.people["family"] if n.en in (
        "sister", "brother", "son", "daughter", "uncle", "aunt", "nephew", "niece")]
    one, other = g.even(kin), g.even(kin)
    if abs(kin.index(one) - kin.index(other)) != 1 or kin.index(one) // 2 != kin.index(other) // 2:
        return None
    if who.kinds and not who.kinds & {"adult"} or who.word in (one.en, other.en):
        return None
    left = np(g.pick(calendar.numbers(2, 5)), one, plural=True)
    right = np(g.pick(calendar.numbers(2, 5)), other, plural=True)
    have = "has" if who.person == "3s" else "have"
    return dot(Pair(
        f"{who.en} {have} {left.en} and {right.en}",
        french_clause(who, "avoir", f"{left.fr} et {right.fr}", "present"),
    ))


@pattern(3)
def missed(g):
    noun = g.even([n for n in g.people["family"] if "spouse" not in n.tags])
    pair = np("my", noun)
    return dot(g.pick([
        Pair(f"I love {pair.en} very much", f"j'aime beaucoup {pair.fr}"),
        Pair(f"I often think of {pair.en}", f"je pense souvent à {pair.fr}"),
        Pair(f"I am very proud of {pair.en}", f"je suis très fier de {pair.fr}"),
        Pair(f"{pair.en} is visiting us this week", f"{pair.fr} nous rend visite cette semaine"),
        Pair(f"{pair.en} is in the garden", f"{pair.fr} est dans le jardin"),
    ]))


@pattern(4)
def present_for(g):
    giver = g.someone()
    noun = g.even([n for n in g.people["family"] if "spouse" not in n.tags])
    if giver.kinds or giver.word and giver.person == "3p":
        return None
    if giver.word and giver.word == noun.en:
        return None
    child = "child" in noun.tags
    gift = np("a", g.noun("gift", tag="child" if child else None, without=None if child else "child"))
    to = np(giver.possessive, noun)
    when = g.pick([Pair("for", "pour son anniversaire"), Pair("at", "à Noël")])
    english = f"for {'her' if noun.gender == 'f' else 'his'} birthday" if when.en == "for" else "at Christmas"
    return dot(Pair(
        f"{giver.en} gave {to.en} {gift.en} {english}",
        french_clause(giver, "offrir", f"{gift.fr} {after_a(to.fr)} {when.fr}", "past"),
    ))


@pattern(3)
def lives_with(g):
    who = g.human() if g.chance(0.7) else PRONOUNS["I"]
    noun = g.even([n for n in g.people["family"] if n.en in (
        "mother", "father", "grandmother", "grandfather", "sister", "brother", "uncle", "aunt",
        "daughter", "son")])
    if who.word == noun.en or who.kinds and not who.kinds & {"young", "elder"}:
        return None
    if "elder" in who.kinds and noun.en not in ("daughter", "son"):
        return None
    if who.kinds & {"young"} and noun.en in ("daughter", "son", "uncle", "aunt"):
        return None
    verb = g.pick([("live", "habiter"), ("go on holiday", "partir en vacances")])
    pair = np(who.possessive, noun)
    third = "es" if verb[0].startswith("go") else "s"
    words = verb[0].split(" ", 1)
    if who.person == "3s":
        words[0] += third
    fr, _, rest = verb[1].partition(" ")
    often = Pair("", "") if verb[0] == "live" else Pair("often", "souvent")
    return dot(Pair(
        f"{who.en} {often.en} {' '.join(words)} with {pair.en}",
        french_clause(who, fr, f"{rest} avec {pair.fr}", "present", adverb=often.fr),
    ))


@pattern(4)
def how_old(g):
    relative = g.even([n for n in g.people["family"] if "spouse" not in n.tags])
    subject = g.possessed("your", relative)
    name = g.name()
    who = subject if g.chance(0.75) else name
    return ask(g.pick([
        Pair(f"how old is {who.en}", f"quel âge a {who.fr}"),
        Pair(f"where does {who.en} live", f"où habite {who.fr}"),
        Pair(f"how is {who.en}", f"comment va {who.fr}"),
        Pair(f"what does {subject.en} look like", f"à quoi ressemble {subject.fr}"),
        Pair(f"what is {subject.en}'s name", f"comment s'appelle {subject.fr}"),
        Pair(f"where does {who.en} work", f"où travaille {who.fr}")
        if not who.kinds & {"elder", "child"} else
        Pair(f"where is {who.en}", f"où est {who.fr}"),
    ]))


# Royalty

def royal(g, *words):
    return g.even([n for n in g.people["royal"] if not words or n.en in words])


ROYAL_ADJECTIVES = ("kind", "intelligent", "brave", "generous", "proud", "patient", "jealous", "calm")


@pattern(5)
def royal_character(g):
    noun = royal(g)
    subject = g.possessed("the", noun)
    if g.chance(0.4):
        pair = np("the", noun, g.adjective("size", "old") if g.chance(0.5) else None)
        subject = subject._replace(en=pair.en, fr=pair.fr)
    one = g.adjective("character", *ROYAL_ADJECTIVES)
    other = g.adjective("body", "rich", "famous") if g.chance(0.4) else None
    rest = Pair(one.en, subject.agree(one))
    if other:
        rest = Pair(f"{other.en} and {one.en}", f"{subject.agree(other)} et {subject.agree(one)}")
    return dot(be(subject, rest, g.pick(["present", "past"])))


@pattern(5)
def royal_life(g):
    noun = royal(g)
    subject = g.possessed("the", noun)
    number = g.even(calendar.numbers(2, 20))
    kin = g.pick([("sons", "fils"), ("daughters", "filles"), ("brothers", "frères"), ("sisters", "sœurs")])
    few = g.pick(calendar.numbers(2, 5))
    choices = [
        (f"lives in an old castle", "habiter", "dans un vieux château", "present"),
        (f"has {few.en} {kin[0]}", "avoir", f"{few.fr} {kin[1]}", "present"),
        (f"lived in a big palace", "habiter", "dans un grand palais", "imperfect"),
        (f"spoke to the crowd", "parler", "à la foule", "past"),
        (f"gave a ball at the palace", "donner", "un bal au palais", "past"),
        (f"is wearing a gold crown", "porter", "une couronne en or", "present"),
        (f"died {number.en} years ago", "mourir", f"il y a {number.fr} ans", "past"),
        (f"reigned for {number.en} years", "régner", f"pendant {number.fr} ans", "past"),
    ]
    if noun.en not in ("queen", "king", "emperor", "empress"):
        choices = choices[:-1]
        choices[5] = (f"loves horses", "aimer", "les chevaux", "present")
    en, verb, rest, tense = g.pick(choices)
    return dot(Pair(f"{subject.en} {en}", french_clause(subject, verb, rest, tense)))


@pattern(4)
def royal_pairs(g):
    women, men = ("queen", "princess", "empress", "duchess", "baroness"), (
        "king", "prince", "emperor", "duke", "baron")
    woman, man = np("the", royal(g, *women)), np("the", royal(g, *men))
    one, other = (woman, man) if g.chance(0.5) else (man, woman)
    ma = "mariée" if one is woman else "marié"
    verb = g.pick([
        Pair("loves", "aime"), Pair("danced with", "a dansé avec"), Pair("married", "a épousé"),
        Pair("is waiting for", "attend"), Pair("wrote a letter to", "à"),
        Pair("invited", "a invité"), Pair("is talking to", "parle"),
    ])
    if verb.fr == "à":
        return dot(Pair(f"{one.en} {verb.en} {other.en}", f"{one.fr} a écrit une lettre {after_a(other.fr)}"))
    if verb.fr == "parle":
        return dot(Pair(f"{one.en} {verb.en} {other.en}", f"{one.fr} parle {after_a(other.fr)}"))
    return dot(Pair(f"{one.en} {verb.en} {other.en}", f"{one.fr} {verb.fr} {other.fr}"))


@pattern(3)
def royal_visits(g):
    country, other = g.country("monarchy"), g.country()
    noun = royal(g, *MONARCHS)
    if noun.en in MONARCHS[:2] and country.en == "Morocco" and noun.en == "queen":
        return None
    if country is other:
        return None
    of = "du " + country.fr if country.gender == "m" else "de " + country.fr
    subject = Pair(f"the {noun.en} of {country.en}", f"{np('the', noun).fr} {of}")
    gender = noun.gender
    if noun.en in ("princess", "prince"):
        subject = np("the", noun)
    e = "e" if gender == "f" else ""
    fr_country = other.fr.replace("*", "")
    return dot(g.pick([
        Pair(f"{subject.en} visited {other.capital[0]}", f"{subject.fr} a visité {other.capital[1]}"),
        Pair(f"{subject.en} arrived in {other.capital[0]}", f"{subject.fr} est arrivé{e} à {other.capital[1]}"),
        Pair(f"{subject.en} lives in {other.capital[0]}", f"{subject.fr} habite à {other.capital[1]}")
        if noun.en in ("princess", "prince") else
        Pair(f"{subject.en} is in {other.capital[0]} today",
             f"{subject.fr} est à {other.capital[1]} aujourd'hui"),
    ]))
