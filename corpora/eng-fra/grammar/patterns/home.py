# SPDX-License-Identifier: Apache-2.0
"""Rooms, furniture, clothes and colours."""

from .. import calendar
from ..core import Pair, be, english_clause, french_clause, is_question, np
from ..french import after_de
from ..lexicon import Noun
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
    if adjective.en in ("empty", "beautiful", "clean", "warm"):
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
        vehicle = np("the", g.noun("vehicle", tag="in"))
        return dot(Pair(english_clause(subject, "leave", f"{mine.en} {'on' if vehicle.en in ('the train', 'the bus', 'the tram', 'the plane', 'the boat') else 'in'} {vehicle.en}", "past"),
                        french_clause(subject, "laisser", f"{mine.fr} dans {vehicle.fr}", "past")))
    if kind == "left":
        where = inside(room(g, "hall"))
        return dot(Pair(english_clause(subject, "leave", f"{mine.en} {where.en}", "past"),
                        french_clause(subject, "laisser", f"{mine.fr} {where.fr}", "past")))
    return dot(Pair(english_clause(subject, "put", f"{mine.en} {place.en}", "past"),
                    french_clause(subject, "mettre", f"{mine.fr} {place.fr}", "past")))


# Clothes and colours

def garment(g, subject, tag=None):
    """Clothes that this subject wears."""
    wrong = "man" if subject.gender == "f" else "woman"
    choices = [n for n in g.things["clothes"] if wrong not in n.tags and (tag is None or tag in n.tags)]
    if subject.person != "3s":
        choices = [n for n in choices if not n.tags & {"man", "woman"}]
    if "child" in subject.kinds:
        choices = [n for n in choices if n.en not in ("suit", "tie", "blouse")]
    return g.even(choices)


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
        this = np(g.pick(["my", "your", "his", "her"]), noun)
        adverb = Pair("", "")
        if "his" in this.en and "woman" in noun.tags:
            return None
    if word in ("dirty", "clean"):
        this = np(g.pick(["my", "your", "the"]), noun)
    return dot(Pair(f"{this.en} {verb[0]} {adverb.en}{word}", f"{this.fr} {verb[1]} {adverb.fr}{fr}"))


@pattern(8)
def coloured(g):
    kind = g.pick(["thing", "paint", "favourite", "ask", "prefer"])
    colour = g.even(g.adjectives["colour"])
    if kind == "favourite":
        noun = Noun(colour.en, "", colour.forms[0], "", "m", frozenset(), "")
        whose = g.pick([("my", "ma"), ("your", "votre"), ("his", "sa"), ("her", "sa")])
        the = np("the", noun).fr
        relative = g.relative()
        return g.pick([
            dot(Pair(f"{whose[0]} favourite colour is {colour.en}", f"{whose[1]} couleur préférée est {the}")),
            dot(Pair(f"{relative.en}'s favourite colour is {colour.en}",
                     f"la couleur préférée {after_de(relative.fr)} est {the}")),
        ])
    if kind == "paint":
        thing = g.even([n for n in g.things["fixture"] if "paint" in n.tags] + [
            n for n in g.things["room"] if n.en in ("kitchen", "bedroom", "bathroom", "lounge", "study", "corridor")])
        if colour.en in ("purple", "brown", "black") and thing.field == "room":
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
        item = np(g.pick(["my", "your", "her", "his"]), thing)
        if item.en.startswith("his") and "woman" in thing.tags or item.en.startswith("her") and "man" in thing.tags:
            return None
    if kind == "prefer":
        other = g.even(g.adjectives["colour"])
        if other is colour or thing.en in ("wall", "curtain"):
            return None
        one = np("the", thing, colour)
        return dot(g.pick([
            Pair(f"I prefer {one.en}", f"je préfère {one.fr}"),
            Pair(f"she prefers {one.en}", f"elle préfère {one.fr}"),
            Pair(f"give me {one.en}, please", f"donnez-moi {one.fr}, s'il vous plaît"),
            Pair(f"whose is {one.en}", "") if False else Pair(f"he prefers {one.en}", f"il préfère {one.fr}"),
        ]))
    verb = ("are" if several_en else "is", "sont" if several_fr else "est")
    if kind == "ask":
        return ask(Pair(f"what colour {verb[0]} {item.en}", f"de quelle couleur {verb[1]} {item.fr}"))
    return dot(Pair(f"{item.en} {verb[0]} {colour.en}",
                    f"{item.fr} {verb[1]} {colour.agreeing(thing.gender, several_fr)}"))
