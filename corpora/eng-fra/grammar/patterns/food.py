# SPDX-License-Identifier: Apache-2.0
"""Food and drink."""

from .. import calendar
from ..activities import partitive
from ..core import PRONOUNS, Pair, english_clause, french_clause, np, own_french
from ..sampler import ask, dot, pattern


def some(noun, plural=False, negative=""):
    """`du pain`, `des pommes`; `de pain` after a negation."""
    return own_french(PRONOUNS["I"], partitive(noun, plural), negative)


def mass(g, *without):
    return g.even([n for f in ("massfood", "drink") for n in g.things[f] if n.en not in without])


def counted(g, *fields):
    return g.even([n for f in fields or ("fruit", "vegetable", "countedfood") for n in g.things[f]])


def any_food(g):
    """A food in the form in which one speaks of some of it."""
    if g.chance(0.55):
        noun = mass(g)
        return noun, False
    return counted(g), True


def english_words(noun, plural):
    return noun.en_plural if plural else noun.en


@pattern(6)
def wanted(g):
    noun, plural = any_food(g)
    en, fr = english_words(noun, plural), some(noun, plural)
    return g.pick([
        dot(Pair(f"I would like some {en}, please", f"je voudrais {fr}, s'il vous plaît")),
        ask(Pair(f"would you like some {en}", f"voulez-vous {fr}")),
        dot(Pair(f"we need some {en}", f"il nous faut {fr}")),
        ask(Pair(f"is there any {en} left" if not plural else f"are there any {en} left",
                 f"est-ce qu'il reste {fr}")),
        dot(Pair(f"there is some {en} in the kitchen" if not plural else f"there are some {en} in the kitchen",
                 f"il y a {fr} dans la cuisine")),
    ])


@pattern(5)
def fridge(g):
    noun, plural = any_food(g)
    en = english_words(noun, plural)
    there = "there are" if plural else "there is"
    where = g.pick([Pair("in the fridge", "dans le frigo"), Pair("on the table", "sur la table"),
                    Pair("in the basket", "dans le panier")])
    if noun.en in ("flour", "salt", "sugar", "coffee", "tea", "rice", "honey", "bread", "biscuit"):
        where = g.pick([Pair("in the cupboard", "dans le placard"), Pair("on the table", "sur la table")])
    elif not plural and where.en == "in the basket":
        where = Pair("in the fridge", "dans le frigo")
    if g.chance(0.45):
        not_ = "isn't" if not plural else "aren't"
        return dot(Pair(f"there {not_} any {en} {where.en}", f"il n'y a pas {some(noun, plural, 'pas')} {where.fr}"))
    if plural:
        number = g.pick(calendar.numbers(2, 3 if noun.en in ("cake", "tart", "melon") else 12))
        what = np(number, noun, plural=True)
        return dot(Pair(f"{there} {what.en} {where.en}", f"il y a {what.fr} {where.fr}"))
    return dot(Pair(f"{there} {en} {where.en}", f"il y a {some(noun)} {where.fr}"))


@pattern(7)
def diet(g):
    subject = g.someone()
    drink = g.chance(0.4)
    if drink:
        noun, plural = g.even(g.things["drink"]), False
    else:
        noun, plural = any_food(g)
        if noun.field == "drink" or "cook" in noun.tags or noun.en == "onion" or noun.en == "lemon":
            return None
    if "alcohol" in noun.tags and subject.kinds & {"child"}:
        return None
    verb, french = ("drink", "boire") if drink else ("eat", "manger")
    en = english_words(noun, plural)
    if noun.en == "water":
        return None
    kind = g.pick(["often", "never", "not", "every", "past"])
    if kind == "not":
        return dot(Pair(english_clause(subject, verb, en, "present", "not"),
                        french_clause(subject, french, partitive(noun, plural), "present", "pas")))
    if kind == "never":
        return dot(Pair(english_clause(subject, verb, en, "present", "never"),
                        french_clause(subject, french, partitive(noun, plural), "present", "jamais")))
    if kind == "past":
        number = g.pick(calendar.numbers(2, 5))
        when = g.pick([Pair("this morning", "ce matin"), Pair("last night", "hier soir"), Pair("yesterday", "hier")])
        if "alcohol" in noun.tags or noun.en == "soup":
            when = Pair("last night", "hier soir")
        if plural:
            what = np(g.pick(calendar.numbers(2, 3)), noun, plural=True)
            if noun.field == "vegetable" or subject.plural or noun.en in (
                    "strawberry", "cherry", "pineapple", "melon", "cake", "tart"):
                return None
        else:
            what = Pair(en, some(noun))
        return dot(Pair(english_clause(subject, verb, f"{what.en} {when.en}", "past"),
                        french_clause(subject, french, f"{what.fr} {when.fr}", "past")))
    adverb = g.pick([Pair("often", "souvent"), Pair("sometimes", "parfois"), Pair("rarely", "rarement")])
    if kind == "every":
        when = g.pick([Pair("every day", "tous les jours"), Pair("in the evening", "le soir"),
                       Pair("on Sundays", "le dimanche")])
        if "alcohol" in noun.tags:
            when = Pair("on Sundays", "le dimanche")
        return dot(Pair(english_clause(subject, verb, f"{en} {when.en}", "present"),
                        french_clause(subject, french, f"{partitive(noun, plural)} {when.fr}", "present")))
    return dot(Pair(english_clause(subject, verb, en, "present", "", adverb.en),
                    french_clause(subject, french, partitive(noun, plural), "present", "", adverb.fr)))


@pattern(5)
def taste(g):
    noun, plural = any_food(g)
    if "cook" in noun.tags or noun.en == "water":
        return None
    subject = g.someone()
    if subject.en == "you":
        return None
    the = np("the", noun, plural=plural).fr
    en = english_words(noun, plural)
    if "alcohol" in noun.tags and subject.kinds & {"child"}:
        return None
    verb = g.pick([("like", "aimer"), ("love", "adorer"), ("hate", "détester")])
    if g.chance(0.25):
        subject = g.other()
        if "alcohol" in noun.tags and subject.kinds & {"child"}:
            return None
        return ask(Pair(f"{'does' if subject.person == '3s' else 'do'} {subject.en} like {en}",
                        "est-ce que " + french_clause(subject, "aimer", the, "present")))
    negative = "not" if verb[0] == "like" and g.chance(0.5) else ""
    return dot(Pair(english_clause(subject, verb[0], en, "present", negative),
                    french_clause(subject, verb[1], the, "present", "pas" if negative else "")))


@pattern(4)
def preference(g):
    fields = g.pick([("drink",), ("fruit",), ("vegetable",), ("massfood",)])
    one, other = g.even(g.things[fields[0]]), g.even(g.things[fields[0]])
    if one is other or {"cook"} & (one.tags | other.tags):
        return None
    plural = fields[0] in ("fruit", "vegetable")
    subject = g.someone()
    if "alcohol" in one.tags | other.tags and subject.kinds & {"child"}:
        return None
    from ..french import after_a
    left, right = np("the", one, plural=plural).fr, np("the", other, plural=plural).fr
    return dot(Pair(
        english_clause(subject, "prefer", f"{english_words(one, plural)} to {english_words(other, plural)}", "present"),
        french_clause(subject, "préférer", f"{left} {after_a(right)}", "present"),
    ))


@pattern(4)
def verdict(g):
    noun = g.even([n for f in ("massfood", "countedfood", "drink", "fruit") for n in g.things[f]
                   if "cook" not in n.tags])
    pair = np("this", noun) if g.chance(0.6) else np("the", noun)
    if noun.field == "fruit":
        words = ("ripe", "delicious", "sweet")
        if noun.en in ("cherry", "strawberry"):
            return None
        pair = np("this", noun)
        if noun.en == "lemon":
            words = ("ripe", "ripe")
    elif noun.field == "drink":
        words = {"wine": ("delicious", "expensive"), "beer": ("cold", "delicious"), "coffee": ("cold", "delicious"),
                 "tea": ("cold", "delicious"), "cider": ("delicious", "cold")}.get(noun.en, ("cold", "fresh"))
        if noun.en in ("water", "apple juice", "milk", "lemonade"):
            words = ("cold", "delicious")
    elif noun.en in ("soup", "ham", "cheese", "meat", "fish", "rice", "salad", "butter"):
        words = ("salty", "delicious", "expensive")
    else:
        words = ("delicious", "sweet", "expensive")
        if noun.en in ("bread", "egg", "sandwich", "chicken"):
            words = ("fresh", "delicious")
    adjective = g.adjective("thing", *words)
    adverb = g.pick([Pair("very ", "très "), Pair("too ", "trop "), Pair("", "")])
    if adjective.en in ("delicious", "fresh", "ripe"):
        adverb = Pair("", "")
    if noun.en in ("butter",) and adjective.en == "expensive":
        adverb = Pair("too ", "trop ")
    past = g.chance(0.3)
    return dot(Pair(f"{pair.en} {'was' if past else 'is'} {adverb.en}{adjective.en}",
                    f"{pair.fr} {'était' if past else 'est'} {adverb.fr}{adjective.agreeing(noun.gender, False)}"))


AMOUNTS = [
    ("a kilo of", "un kilo de", "fruit vegetable flour sugar rice meat"),
    ("a bottle of", "une bouteille de", "bottle"), ("a glass of", "un verre de", "glass"),
    ("a cup of", "une tasse de", "cup"), ("a slice of", "une tranche de", "ham bread melon pineapple cake"),
    ("a piece of", "un morceau de", "cheese chocolate bread chicken fish cake tart"),
    ("a bowl of", "un bol de", "soup rice"),
    ("a pot of", "un pot de", "jam honey yoghurt"),
]


@pattern(5)
def amount(g):
    en, fr, what = g.pick(AMOUNTS)
    wanted = set(what.split())
    noun = g.even([n for f in ("fruit", "vegetable", "massfood", "drink", "countedfood") for n in g.things[f]
                   if n.field in wanted or n.en in wanted or n.tags & wanted])
    plural = noun.field in wanted
    rest = Pair(f"{en} {english_words(noun, plural)}", f"{fr} {noun.fr_plural if plural else noun.fr}")
    kind = g.pick(["buy", "please", "had"])
    if kind == "please":
        return dot(Pair(f"{rest.en}, please", f"{rest.fr}, s'il vous plaît"))
    if kind == "had" and en in ("a glass of", "a cup of", "a slice of", "a piece of", "a bowl of"):
        subject = g.someone()
        verb = ("drink", "boire") if noun.field == "drink" else ("eat", "manger")
        if "alcohol" in noun.tags and subject.kinds & {"child"}:
            return None
        when = g.pick([Pair("", ""), Pair("this morning", "ce matin"), Pair("last night", "hier soir")])
        if "alcohol" in noun.tags or noun.en == "soup":
            when = Pair("last night", "hier soir")
        return dot(Pair(english_clause(subject, verb[0], f"{rest.en} {when.en}", "past"),
                        french_clause(subject, verb[1], f"{rest.fr} {when.fr}", "past")))
    if en in ("a kilo of", "a bottle of", "a pot of"):
        subject = g.someone()
        if subject.kinds & {"child"}:
            return None
        return dot(Pair(english_clause(subject, "buy", rest.en, "past"),
                        french_clause(subject, "acheter", rest.fr, "past")))
    return None


@pattern(3)
def price(g):
    noun = g.even([n for f in ("fruit", "vegetable", "clothes", "belonging") for n in g.things[f]
                   if f != "belonging" or n.en in ("book", "bag", "umbrella", "phone", "suitcase", "camera", "map",
                                                  "dictionary", "ring", "magazine", "newspaper", "notebook")])
    if noun.field in ("fruit", "vegetable"):
        number = g.even(calendar.numbers(2, 6))
        the = np("the", noun, plural=True)
        this = np("this", noun, plural=True)
        return g.pick([
            dot(Pair(f"{this.en} cost {number.en} euros a kilo", f"{this.fr} coûtent {number.fr} euros le kilo")),
            ask(Pair(f"how much do {this.en} cost", f"combien coûtent {this.fr}")),
        ])
    this = np("this", noun)
    number = g.even(calendar.numbers(10, 90) if noun.field == "clothes" else calendar.numbers(5, 20))
    if noun.en in ("phone", "suitcase", "camera", "ring"):
        number = g.even(calendar.numbers(60, 90))
    several_en, several_fr = noun.always_plural
    if noun.en in ("magazine", "newspaper", "notebook"):
        number = g.even(calendar.numbers(2, 6))
    return g.pick([
        dot(Pair(f"{this.en} cost{'' if several_en else 's'} {number.en} euros",
                 f"{this.fr} coûte{'nt' if several_fr else ''} {number.fr} euros")),
        ask(Pair(f"how much {'do' if several_en else 'does'} {this.en} cost",
                 f"combien coûte{'nt' if several_fr else ''} {this.fr}")),
    ])
