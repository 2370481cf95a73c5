# SPDX-License-Identifier: Apache-2.0
"""Rooms, furniture and the things that get lost there."""

from .. import calendar
from ..core import Pair, be, english_clause, french_clause, is_question, np
from ..sampler import ask, dot, pattern


def room(g, *without):
    return g.even([r for r in g.things["room"] if r.en not in without])


def inside(noun):
    """`in the kitchen`, `on the balcony`."""
    pair = np("the", noun)
    on = "on" in noun.tags
    return Pair(f"{'on' if on else 'in'} {pair.en}", f"{'sur' if on else 'dans'} {pair.fr}")


@pattern(6)
def who_is_where(g):
    subject = g.someone()
    if subject.word and not subject.kinds or subject.en.startswith("the ") and "child" not in subject.kinds:
        subject = g.relative()
    where = inside(room(g))
    if g.chance(0.3):
        other = g.other()
        return ask(is_question(other, where))
    if g.chance(0.3):
        return dot(be(subject, where, "present", "not"))
    tense = g.pick(["present", "past"])
    pair = be(subject, where, tense)
    time = g.pick([Pair("now", "maintenant"), Pair("", "")]) if tense == "present" else g.pick(
        [Pair("this morning", "ce matin"), Pair("last night", "hier soir")])
    return dot(Pair(f"{pair.en} {time.en}", f"{pair.fr} {time.fr}"))


ROOM_ACTS = {
    "kitchen": [("make a cake", "faire", "un gâteau"), ("drink coffee", "boire", "du café"),
                ("prepare the meal", "préparer", "le repas")],
    "bathroom": [("have a bath", "prendre", "un bain"), ("sing", "chanter", ""), ("have a shower", "prendre", "une douche")],
    "bedroom": [("sleep", "dormir", ""), ("read", "lire", ""), ("rest", "se reposer", "")],
    "garage": [("repair the car", "réparer", "la voiture"), ("work", "travailler", ""), ("look for a tool", "chercher", "un outil")],
    "cellar": [("look for a bottle of wine", "chercher", "une bouteille de vin"), ("work", "travailler", "")],
    "attic": [("look for old photos", "chercher", "de vieilles photos"), ("tidy boxes", "ranger", "des cartons"), ("play", "jouer", "")],
    "garden": [("water the flowers", "arroser", "les fleurs"), ("read", "lire", ""), ("work", "travailler", ""), ("play", "jouer", "")],
    "balcony": [("read", "lire", ""), ("drink coffee", "boire", "du café"), ("phone", "téléphoner", "")],
    "terrace": [("have breakfast", "prendre", "le petit-déjeuner"), ("read", "lire", ""), ("drink tea", "boire", "du thé")],
    "corridor": [("wait", "attendre", ""), ("run", "courir", ""), ("talk", "parler", "")],
    "hall": [("wait", "attendre", ""), ("talk", "parler", "")],
    "study": [("work", "travailler", ""), ("write letters", "écrire", "des lettres"), ("read", "lire", "")],
    "lounge": [("watch television", "regarder", "la télévision"), ("read", "lire", ""), ("rest", "se reposer", ""),
               ("play the piano", "jouer", "du piano")],
}


@pattern(6)
def room_life(g):
    noun = room(g)
    where = inside(noun)
    en, verb, rest = g.pick(ROOM_ACTS[noun.en])
    subject = g.someone()
    if subject.word and not subject.kinds or subject.en.startswith("the ") and "child" not in subject.kinds:
        subject = g.relative()
    if "child" in subject.kinds and ("work" in en or "coffee" in en or "wine" in en or "car" in en or "phone" in en):
        return None
    if "elder" in subject.kinds and en in ("run", "play"):
        return None
    if en in ("play", "run") and subject.person in ("1s", "2p") or en == "play" and subject.kinds & {"adult"}:
        return None
    words, _, english_rest = en.partition(" ")
    return dot(Pair(
        english_clause(subject, words, f"{english_rest} {where.en}", "progressive"),
        french_clause(subject, verb, f"{rest} {where.fr}", "present"),
    ))


@pattern(6)
def house(g):
    noun = room(g, "hall")
    the = np("the", noun)
    e = "e" if noun.gender == "f" else ""
    words = {
        "kitchen": "modern big small clean", "bathroom": "small clean modern", "bedroom": "small quiet warm",
        "garage": "cold empty dirty", "cellar": "dark cold empty", "attic": "dark empty cold",
        "garden": "big beautiful quiet", "balcony": "small clean", "terrace": "big clean quiet",
        "corridor": "long dark", "study": "small quiet warm", "lounge": "big warm quiet",
    }[noun.en].split()
    field = "thing"
    word = g.pick(words)
    adjective = g.adjective("size", word) if word in ("big", "small") else g.adjective(field, word)
    kind = g.pick(["state", "my", "count", "full"])
    adverb = g.pick([Pair("very ", "très "), Pair("too ", "trop "), Pair("", "")])
    if adjective.en in ("empty", "beautiful", "clean", "warm", "quiet"):
        adverb = Pair("", "")
    if kind in ("state", "my"):
        pair = the if kind == "state" else np(g.pick(["our", "their", "her", "his"]), noun)
        return dot(Pair(f"{pair.en} is {adverb.en}{adjective.en}",
                        f"{pair.fr} est {adverb.fr}{adjective.agreeing(noun.gender, False)}"))
    if kind == "full":
        things = g.pick([Pair("old books", "vieux livres"), Pair("toys", "jouets"), Pair("boxes", "cartons"),
                         Pair("old furniture", "vieux meubles")])
        if noun.en not in ("attic", "cellar", "garage", "bedroom", "study"):
            return None
        full = "pleine" if e else "plein"
        return dot(Pair(f"{the.en} is full of {things.en}", f"{the.fr} est {full} de {things.fr}"))
    number = g.even(calendar.numbers(2, 6))
    if noun.en not in ("bedroom", "bathroom", "balcony", "terrace", "cellar"):
        return g.pick([
            ask(Pair(f"where is {the.en}", f"où est {the.fr}")),
            dot(Pair(f"the house has a big {noun.en}", f"la maison a {np('a', noun, g.adjective('size', 'big')).fr}"))
            if noun.en not in ("corridor", "attic", "study") else dot(Pair(f"{the.en} is upstairs", f"{the.fr} est à l'étage"))
            if noun.en != "corridor" else ask(Pair("where is the corridor", "où est le couloir")),
        ])
    if noun.en in ("balcony", "terrace", "cellar"):
        number = calendar.NUMBERS[2]
    many = np(number, noun, plural=True)
    what = g.pick([Pair("the house", "la maison"), Pair("our flat", "notre appartement"), Pair("their house", "leur maison"),
                   Pair("her flat", "son appartement")])
    if "flat" in what.en and (noun.en in ("cellar", "terrace") or number not in calendar.numbers(2, 3)):
        return None
    return dot(Pair(f"{what.en} has {many.en}", f"{what.fr} a {many.fr}"))


@pattern(6)
def furnished(g):
    things = [n for f in ("furniture", "fixture") for n in g.things[f]
              if n.en not in ("drawer", "door", "wall", "window")]
    thing = g.even(things)
    where_noun = room(g, "garden", "balcony", "terrace", "hall", "corridor", "garage", "cellar", "attic")
    good = {
        "table": "kitchen lounge study", "chair": "kitchen bedroom study bathroom", "bed": "bedroom",
        "sofa": "lounge study", "wardrobe": "bedroom", "cupboard": "kitchen bathroom study",
        "armchair": "lounge bedroom study", "shelf": "kitchen study bedroom bathroom lounge", "fridge": "kitchen",
        "desk": "bedroom lounge", "carpet": "lounge bedroom study", "lamp": "lounge bedroom study kitchen",
        "mirror": "bathroom bedroom lounge", "clock": "kitchen lounge study", "curtain": "",
    }[thing.en].split()
    if where_noun.en not in good:
        return None
    where = inside(where_noun)
    kind = g.pick(["one", "many", "new", "none"])
    if kind == "one":
        item = np("a", thing)
        return dot(Pair(f"there is {item.en} {where.en}", f"il y a {item.fr} {where.fr}"))
    if kind == "none":
        item = np("any", thing)
        return dot(Pair(f"there isn't {np('a', thing).en} {where.en}", f"il n'y a pas {item.fr} {where.fr}"))
    if kind == "many":
        if thing.en not in ("chair", "lamp", "armchair", "cupboard", "shelf", "bed", "table"):
            return None
        item = np(g.pick(calendar.numbers(2, 8 if thing.en == "chair" else 4)), thing, plural=True)
        return dot(Pair(f"there are {item.en} {where.en}", f"il y a {item.fr} {where.fr}"))
    subject = g.someone()
    if subject.kinds & {"child"} or subject.word and not subject.kinds and subject.person == "3p":
        return None
    item = np("a", thing, g.adjective("size", "new"))
    the = np("the", where_noun)
    return dot(Pair(english_clause(subject, "buy", f"{item.en} for {the.en}", "past"),
                    french_clause(subject, "acheter", f"{item.fr} pour {the.fr}", "past")))


@pattern(6)
def lost(g):
    item = g.noun("belonging", tag="lose")
    subject = g.pronoun("I", "he", "she", "they") if g.chance(0.5) else g.human()
    mine = np(subject.possessive, item)
    if subject.plural and item.en in ("wallet", "passport", "ring", "phone", "pen", "umbrella"):
        return None
    if subject.kinds & {"child"} and item.en in ("wallet", "passport", "suitcase", "ring"):
        return None
    spot = g.pick([n for n in g.things["furniture"] if n.en not in ("fridge", "bed", "carpet")])
    prep = {"on": ("on", "sur"), "in": ("in", "dans"), "food": ("in", "dans")}[next(iter(spot.tags))]
    if item.en in ("suitcase", "umbrella", "bag") and (prep[0] == "in" and spot.en == "drawer" or spot.en in ("shelf", "desk")):
        return None
    place = Pair(f"{prep[0]} the {spot.en}", f"{prep[1]} {np('the', spot).fr}")
    kind = g.pick(["left", "put", "is", "where", "train"])
    if kind == "is":
        whose = np(g.pick(["my", "your", "his", "her"]), item)
        return dot(Pair(f"{whose.en} is {place.en}", f"{whose.fr} est {place.fr}"))
    if kind == "where":
        whose = np(g.pick(["my", "your", "his", "her"]), item)
        return ask(Pair(f"where is {whose.en}", f"où est {whose.fr}"))
    if kind == "train":
        vehicle = np("the", g.noun("vehicle", tag="public", without="none"))
        if vehicle.en == "the ferry":
            return None
        return dot(Pair(english_clause(subject, "leave", f"{mine.en} on {vehicle.en}", "past"),
                        french_clause(subject, "laisser", f"{mine.fr} dans {vehicle.fr}", "past")))
    if kind == "left":
        where = inside(room(g, "hall"))
        return dot(Pair(english_clause(subject, "leave", f"{mine.en} {where.en}", "past"),
                        french_clause(subject, "laisser", f"{mine.fr} {where.fr}", "past")))
    return dot(Pair(english_clause(subject, "put", f"{mine.en} {place.en}", "past"),
                    french_clause(subject, "mettre", f"{mine.fr} {place.fr}", "past")))
