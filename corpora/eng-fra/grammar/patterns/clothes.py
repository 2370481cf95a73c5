# SPDX-License-Identifier: Apache-2.0
"""Clothes and colours."""

from .. import calendar
from ..core import Pair, english_clause, french_clause, np
from ..french import after_de
from ..lexicon import Noun
from ..sampler import ask, dot, pattern


def garment(g, subject, tag=None):
    """Clothes that this subject wears."""
    wrong = "man" if subject.gender == "f" else "woman"
    choices = [n for n in g.things["clothes"] if wrong not in n.tags and (tag is None or tag in n.tags)]
    if subject.person != "3s":
        choices = [n for n in choices if not n.tags & {"man", "woman"}]
    if "child" in subject.kinds:
        choices = [n for n in choices if n.en not in ("suit", "tie", "blouse")]
    return g.even(choices)


def whose(g, noun):
    """A possessive that goes with the garment."""
    if "woman" in noun.tags:
        return "her"
    return g.pick(["my", "your", "his"] if "man" in noun.tags else ["my", "your", "her", "his"])


def clothes_colour(g):
    return g.even(g.adjectives["colour"])


@pattern(9)
def wearing(g):
    subject = g.human() if g.chance(0.75) else g.person() if g.chance(0.5) else g.pronoun("I", "he", "she")
    noun = garment(g, subject)
    item = np("a", noun, clothes_colour(g))
    kind = g.pick(["now", "often", "past"])
    if noun.en == "pyjamas":
        kind = "now"
    if kind == "now":
        return dot(Pair(english_clause(subject, "wear", item.en, "progressive"),
                        french_clause(subject, "porter", item.fr, "present")))
    if kind == "often":
        return dot(Pair(english_clause(subject, "wear", item.en, "present", "", "often"),
                        french_clause(subject, "porter", item.fr, "present", "", "souvent")))
    time = g.pick([Pair("yesterday", "hier"), Pair("at the wedding", "au mariage"), Pair("last night", "hier soir"),
                   Pair("at the party", "à la fête")])
    if time.en == "at the wedding" and noun.en in ("boots", "jeans", "jumper", "raincoat", "cap", "sandals"):
        return None
    return dot(Pair(english_clause(subject, "wear", f"{item.en} {time.en}", "pastprogressive"),
                    french_clause(subject, "porter", f"{item.fr} {time.fr}", "imperfect")))


@pattern(5)
def dressing(g):
    subject = g.human() if g.chance(0.6) else g.pronoun("I", "he", "she")
    if g.chance(0.4):
        noun = garment(g, subject, "off")
        mine = np(subject.possessive, noun)
        verb = g.pick([("take off", "enlever"), ("put on", "mettre")])
        first, rest = verb[0].split()
        tense = g.pick(["past", "progressive"])
        return dot(Pair(english_clause(subject, first, f"{rest} {mine.en}", tense),
                        french_clause(subject, verb[1], mine.fr, {"progressive": "present"}.get(tense, tense))))
    noun = garment(g, subject, "dear")
    if subject.kinds & {"child"}:
        return None
    kind = g.pick(["need", "try", "buy", "find"])
    if kind == "need":
        item = np("a", noun, g.adjective("size", "new"))
        fr = "avoir"
        link = "besoin d'" if item.fr.startswith("un") else "besoin de " if not item.fr.startswith(("de ", "d'")) else "besoin "
        return dot(Pair(english_clause(subject, "need", item.en, "present"),
                        french_clause(subject, fr, link + item.fr, "present")))
    if kind == "find":
        mine = np(subject.possessive, noun)
        return dot(Pair(f"{subject.en} can't find {mine.en}",
                        french_clause(subject, "trouver", mine.fr, "present", "pas")))
    item = np("a", noun, clothes_colour(g))
    if kind == "try":
        return dot(Pair(f"{subject.en} tried on {item.en}", french_clause(subject, "essayer", item.fr, "past")))
    time = calendar.past_days(g)
    return dot(Pair(english_clause(subject, "buy", f"{item.en} {time.en}", "past"),
                    french_clause(subject, "acheter", f"{item.fr} {time.fr}", "past")))


@pattern(5)
def fitting(g):
    noun = g.even([n for n in g.things["clothes"]])
    this = np("this", noun)
    several_en, several_fr = noun.always_plural
    word = g.pick(["small", "big", "expensive", "dirty", "clean", "warm", "wet", "dry", "beautiful"])
    if noun.en in ("tie", "belt", "hat", "cap", "scarf") and word == "warm":
        return None
    if noun.en in ("tie", "suit", "dress", "belt", "skirt") and word in ("wet", "dry", "warm"):
        return None
    adjective = g.adjective("size", word) if word in ("small", "big", "beautiful") else g.adjective("thing", word)
    fr = adjective.agreeing(noun.gender, several_fr)
    verb = ("are" if several_en else "is", "sont" if several_fr else "est")
    if word in ("small", "big"):
        whom = g.pick([Pair("me", "moi"), Pair("him", "lui"), Pair("her", "elle"), Pair("you", "vous")])
        if noun.tags & {"woman"} and whom.en == "him" or noun.tags & {"man"} and whom.en == "her":
            return None
        return dot(Pair(f"{this.en} {verb[0]} too {word} for {whom.en}", f"{this.fr} {verb[1]} trop {fr} pour {whom.fr}"))
    adverb = g.pick([Pair("very ", "très "), Pair("", ""), Pair("too ", "trop ")])
    if word in ("beautiful", "wet", "dry", "clean", "dirty", "warm") and adverb.en == "too ":
        adverb = Pair("", "")
    if word == "dry" or word == "wet":
        this = np(whose(g, noun), noun)
        adverb = Pair("", "")
    if word in ("dirty", "clean"):
        this = np(whose(g, noun), noun)
    return dot(Pair(f"{this.en} {verb[0]} {adverb.en}{word}", f"{this.fr} {verb[1]} {adverb.fr}{fr}"))


@pattern(8)
def coloured(g):
    kind = g.pick(["thing", "paint", "favourite", "ask", "prefer"])
    colour = g.even(g.adjectives["colour"])
    if kind == "favourite":
        noun = Noun(colour.en, "", colour.forms[0], "", "m", frozenset(), "")
        owner = g.pick([("my", "ma"), ("your", "votre"), ("his", "sa"), ("her", "sa")])
        the = np("the", noun).fr
        relative = g.relative()
        return g.pick([
            dot(Pair(f"{owner[0]} favourite colour is {colour.en}", f"{owner[1]} couleur préférée est {the}")),
            dot(Pair(f"{relative.en}'s favourite colour is {colour.en}",
                     f"la couleur préférée {after_de(relative.fr)} est {the}")),
        ])
    if kind == "paint":
        thing = g.even([n for n in g.things["fixture"] if "paint" in n.tags] + [
            n for n in g.things["room"] if n.en in ("kitchen", "bedroom", "bathroom", "lounge", "study", "corridor")])
        dark = colour.en in ("purple", "brown", "black")
        if dark and thing.en != "door" or thing.en == "window" and colour.en in ("pink", "beige"):
            return None
        plural = thing.field == "fixture" and thing.en != "door"
        the = np("the", thing, plural=plural)
        subject = g.someone()
        if subject.kinds & {"child", "elder"} or subject.word and not subject.kinds and subject.person == "3p":
            return None
        tense = g.pick(["past", "going"])
        return dot(Pair(english_clause(subject, "paint", f"{the.en} {colour.en}", tense),
                        french_clause(subject, "peindre", f"{the.fr} en {colour.forms[0]}", tense)))
    things = [n for f in ("clothes", "belonging", "fixture", "vehicle", "furniture") for n in g.things[f]
              if f == "clothes" or "colour" in n.tags or n.en in (
                  "door", "wall", "curtain", "car", "bicycle", "boat", "sofa", "armchair", "carpet", "chair")]
    thing = g.even(things)
    several_en, several_fr = thing.always_plural
    if thing.en in ("wall", "curtain"):
        item, several_en, several_fr = np("the", thing, plural=True), True, True
    elif thing.en in ("door", "sofa", "armchair", "carpet", "chair"):
        item = np("the", thing)
    else:
        item = np(whose(g, thing), thing)
    if kind == "prefer":
        other = g.even(g.adjectives["colour"])
        if other is colour or thing.en in ("wall", "curtain"):
            return None
        one = np("the", thing, colour)
        return dot(g.pick([
            Pair(f"I prefer {one.en}", f"je préfère {one.fr}"),
            Pair(f"she prefers {one.en}", f"elle préfère {one.fr}"),
            Pair(f"give me {one.en}, please", f"donnez-moi {one.fr}, s'il vous plaît"),
            Pair(f"he prefers {one.en}", f"il préfère {one.fr}"),
        ]))
    verb = ("are" if several_en else "is", "sont" if several_fr else "est")
    if kind == "ask":
        if item.en.startswith("my "):
            return None
        return ask(Pair(f"what colour {verb[0]} {item.en}", f"de quelle couleur {verb[1]} {item.fr}"))
    return dot(Pair(f"{item.en} {verb[0]} {colour.en}",
                    f"{item.fr} {verb[1]} {colour.agreeing(thing.gender, several_fr)}"))
