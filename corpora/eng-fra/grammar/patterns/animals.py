# SPDX-License-Identifier: Apache-2.0
"""Animals at home, on the farm, in the forest, in the zoo and in the sea."""

from .. import calendar
from ..core import Pair, english_clause, french_clause, np
from ..french import after_de
from ..sampler import ask, dot, pattern

EATEN = [
    ("cow", Pair("grass", "de l'herbe")), ("horse", Pair("hay", "du foin")),
    ("rabbit", Pair("carrots", "des carottes")), ("monkey", Pair("bananas", "des bananes")),
    ("bear", Pair("honey", "du miel")), ("cat", Pair("fish", "du poisson")),
    ("mouse", Pair("cheese", "du fromage")), ("lion", Pair("meat", "de la viande")),
    ("sheep", Pair("grass", "de l'herbe")), ("squirrel", Pair("nuts", "des noix")),
    ("wolf", Pair("meat", "de la viande")), ("goat", Pair("grass", "de l'herbe")),
    ("bird", Pair("seeds", "des graines")), ("frog", Pair("flies", "des mouches")),
    ("seal", Pair("fish", "du poisson")), ("dolphin", Pair("fish", "du poisson")),
    ("giraffe", Pair("leaves", "des feuilles")), ("owl", Pair("mice", "des souris")),
    ("tiger", Pair("meat", "de la viande")), ("elephant", Pair("leaves", "des feuilles")),
    ("donkey", Pair("hay", "du foin")), ("zebra", Pair("grass", "de l'herbe")),
    ("penguin", Pair("fish", "du poisson")), ("crocodile", Pair("meat", "de la viande")),
    ("hen", Pair("seeds", "des graines")), ("hedgehog", Pair("insects", "des insectes")),
    ("spider", Pair("insects", "des insectes")), ("tortoise", Pair("salad", "de la salade")),
]
HOMES = {
    "pet": ["on the sofa|sur le canapé", "in the garden|dans le jardin", "under the table|sous la table",
            "in the kitchen|dans la cuisine", "on the carpet|sur le tapis", "near the fire|près du feu"],
    "farm": ["in the field|dans le champ", "near the farm|près de la ferme", "under a tree|sous un arbre",
             "behind the house|derrière la maison"],
    "zoo": ["in its cage|dans sa cage", "under a tree|sous un arbre", "near the water|près de l'eau"],
    "forest": ["in the forest|dans la forêt", "behind a tree|derrière un arbre", "near the river|près de la rivière"],
}


def animal(g, *groups):
    """An animal of the groups: pet, farm, zoo, forest, small or sea."""
    return g.even([
        noun for field in ("pet", "farm", "wild", "small", "sea") for noun in g.things[field]
        if field in groups or noun.tags & set(groups)
    ])


def spot(g, noun):
    kinds = [kind for kind in HOMES if kind == noun.field or kind in noun.tags]
    choices = HOMES[g.even(kinds)]
    if noun.en in ("dog", "hamster", "tortoise", "parrot", "rabbit"):
        choices = ["in the garden|dans le jardin", "in the kitchen|dans la cuisine", "under the table|sous la table"]
    if noun.en in ("cat", "dog"):
        choices = HOMES["pet"]
    return Pair(*g.pick(choices).split("|"))


@pattern(6)
def resting(g):
    noun = animal(g, "pet", "farm", "zoo", "forest")
    if noun.en in ("parrot", "duck", "goose", "hen"):
        acts = [("eat", "manger"), ("sleep", "dormir")]
    else:
        acts = [("sleep", "dormir"), ("eat", "manger"), ("lie", "être couché"), ("run", "courir")]
    if noun.en in ("tortoise", "snake", "crocodile", "owl", "hedgehog", "penguin"):
        acts = acts[:1]
    verb, fr = g.pick(acts)
    where = spot(g, noun)
    if verb in ("run", "eat") and any(w in where.en for w in ("sofa", "under", "carpet", "fire", "cage", "behind")):
        return None
    pair = np("the", noun)
    if verb == "lie":
        e = "e" if noun.gender == "f" else ""
        return dot(Pair(f"{pair.en} is lying {where.en}", f"{pair.fr} est couché{e} {where.fr}"))
    third = {"sleep": "dort", "eat": "mange", "run": "court"}[verb]
    progressive = {"sleep": "sleeping", "eat": "eating", "run": "running"}[verb]
    past = g.chance(0.3)
    if past:
        slept = {"sleep": ("slept", "a dormi"), "eat": ("ate", "a mangé"), "run": ("ran", "a couru")}[verb]
        if verb == "run":
            return None
        return dot(Pair(f"{pair.en} {slept[0]} {where.en} last night", f"{pair.fr} {slept[1]} {where.fr} hier soir")) \
            if verb == "eat" else dot(Pair(f"{pair.en} {slept[0]} {where.en} all night", f"{pair.fr} {slept[1]} {where.fr} toute la nuit"))
    return dot(Pair(f"{pair.en} is {progressive} {where.en}", f"{pair.fr} {third} {where.fr}"))


@pattern(12)
def seen(g):
    kind = g.pick(["zoo", "small", "forest", "sea", "farm"])
    noun = animal(g, kind)
    number = g.pick(calendar.numbers(2, 6))
    what = np(number, noun, plural=True) if g.chance(0.6) else np("a", noun)
    where = {"zoo": Pair("at the zoo", "au zoo"), "forest": Pair("in the forest", "dans la forêt"),
             "farm": Pair("on the farm", "à la ferme"), "small": Pair("in the garden", "dans le jardin"), "sea": Pair("in the sea", "dans la mer")}[kind]
    subject = g.someone()
    time = g.pick([Pair("", ""), Pair("yesterday", "hier"), Pair("this morning", "ce matin"),
                   Pair("on Sunday", "dimanche"), Pair("last week", "la semaine dernière")])
    return dot(Pair(
        english_clause(subject, "see", f"{what.en} {where.en} {time.en}", "past"),
        french_clause(subject, "voir", f"{what.fr} {where.fr} {time.fr}", "past"),
    ))


@pattern(5)
def afraid(g):
    noun = animal(g, "pet", "farm", "wild", "zoo", "forest", "small", "sea")
    subject = g.someone()
    plural = np("", noun, plural=True)
    fr = np("the", noun, plural=True).fr
    kind = g.pick(["like", "afraid", "ask"])
    if kind == "afraid":
        if noun.en not in ("dog", "horse", "cow", "bear", "lion", "tiger", "wolf", "snake", "mouse", "spider",
                           "bee", "shark", "crocodile", "goose", "cat", "frog"):
            return None
        from ..core import be
        negative = "not" if g.chance(0.25) else ""
        pair = be(subject, Pair(f"afraid of {plural.en}", ""), "present", negative)
        return dot(Pair(pair.en, french_clause(subject, "avoir", f"peur {after_de(fr)}".replace(
            "peur de ", "peur des ") if fr.startswith("des ") else f"peur {after_de(fr)}", "present", "pas" if negative else "")))
    if kind == "ask":
        subject = g.other()
        return ask(Pair(
            f"{'does' if subject.person == '3s' else 'do'} {subject.en} like {plural.en}",
            "est-ce que " + french_clause(subject, "aimer", fr, "present"),
        ))
    negative = "not" if g.chance(0.3) else ""
    return dot(Pair(
        english_clause(subject, "like", plural.en, "present", negative),
        french_clause(subject, "aimer", fr, "present", "pas" if negative else ""),
    ))


@pattern(3)
def eating(g):
    name, food = g.even(EATEN)
    noun = next(n for f in ("pet", "farm", "wild", "small", "sea") for n in g.things[f] if n.en == name)
    if g.chance(0.5):
        pair = np("the", noun)
        return dot(Pair(f"{pair.en} is eating {food.en}", f"{pair.fr} mange {food.fr}"))
    fr = np("the", noun, plural=True).fr
    return dot(Pair(f"{noun.en_plural} eat {food.en}", f"{fr} mangent {food.fr}"))


@pattern(5)
def owned(g):
    noun = animal(g, "pet") if g.chance(0.6) else animal(g, "farm")
    subject = g.someone()
    have = "has" if subject.person == "3s" else "have"
    colours = {
        "dog": "black white", "cat": "black white grey", "rabbit": "white black grey",
        "parrot": "green blue red", "horse": "black white grey", "cow": "white black",
        "hen": "white black", "goat": "white black", "hamster": "white grey", "duck": "white",
        "goose": "", "donkey": "grey", "sheep": "", "pig": "", "tortoise": "",
    }[noun.en].split()
    if noun.field == "farm":
        subject = g.pick([g.pronoun("we", "they", "he", "she"), g.relative("elder")])
        have = "has" if subject.person == "3s" else "have"
    kind = g.pick(["one", "several", "none"])
    if kind == "none":
        if noun.field == "farm":
            return None
        if subject.word and not subject.kinds or subject.en.startswith("the "):
            return None
        pair = np("a", noun)
        negative = french_clause(subject, "avoir", np("any", noun).fr, "present", "pas")
        return dot(Pair(english_clause(subject, "have", pair.en, "present", "not"), negative))
    if kind == "one" and colours:
        item = np("a", noun, g.adjective("colour", *colours))
    else:
        number = g.pick(calendar.numbers(2, 4 if noun.field == "pet" else 20))
        item = np(number, noun, plural=True)
    return dot(Pair(f"{subject.en} {have} {item.en}", french_clause(subject, "avoir", item.fr, "present")))


# Animals by size; two close ones are not compared, nor two that nobody would compare.
RANKS = {
    "bee": 0, "spider": 0, "butterfly": 0, "mouse": 1, "frog": 1, "hamster": 1, "bird": 1.5, "squirrel": 2,
    "hedgehog": 2, "owl": 3, "rabbit": 3, "hen": 3, "duck": 3, "cat": 3.5, "fox": 5, "goat": 7, "wolf": 7,
    "sheep": 7, "donkey": 9, "lion": 10, "tiger": 10, "cow": 11, "horse": 11, "camel": 12, "giraffe": 14,
    "elephant": 16, "whale": 20, "dolphin": 9,
}


@pattern(3)
def bigger(g):
    nouns = [n for f in ("pet", "farm", "wild", "small", "sea") for n in g.things[f] if n.en in RANKS]
    one, other = g.even(nouns), g.even(nouns)
    if not 1.4 < abs(RANKS[one.en] - RANKS[other.en]) < 5.5:
        return None
    more = RANKS[one.en] > RANKS[other.en]
    left, right = np("a", one), np("a", other)
    adjective = g.adjective("size", "big" if more else "small")
    fr = f"plus {adjective.agreeing(one.gender, False)}"
    return dot(Pair(
        f"{left.en} is {'bigger' if more else 'smaller'} than {right.en}",
        f"{left.fr} est {fr} que {right.fr}",
    ))


@pattern(6)
def encounter(g):
    noun = animal(g, "small", "forest", "pet")
    a = np("a", noun)
    e = "e" if noun.gender == "f" else ""
    if noun.field == "small":
        room = np("the", g.even([r for r in g.things["room"] if r.en not in ("hall",)]))
        prep = "on" if room.en in ("the balcony", "the terrace") else "in"
        dans = "sur" if prep == "on" else "dans"
        if noun.en in ("frog", "bird", "bee", "butterfly") and room.en in ("the attic", "the cellar"):
            return None
        return dot(Pair(f"there is {a.en} {prep} {room.en}", f"il y a {a.fr} {dans} {room.fr}"))
    where = g.pick([Pair("into our garden", "dans notre jardin"), Pair("into the house", "dans la maison")])
    if noun.en in ("snake", "bear", "wolf", "deer", "parrot", "hamster", "tortoise", "owl", "rabbit"):
        where = Pair("into our garden", "dans notre jardin")
    if noun.en in ("tortoise", "hamster", "parrot", "bear"):
        return None
    time = g.pick([Pair("last night", "hier soir"), Pair("this morning", "ce matin"), Pair("yesterday", "hier"),
                   Pair("yesterday morning", "hier matin"), Pair("two days ago", "il y a deux jours")])
    return dot(Pair(f"{a.en} came {where.en} {time.en}", f"{a.fr} est entré{e} {where.fr} {time.fr}"))


@pattern(4)
def animal_facts(g):
    noun = animal(g, "farm", "zoo", "forest", "pet", "sea", "small")
    pair = np("the", noun)
    adjectives = {
        "dangerous": ("lion", "tiger", "bear", "crocodile", "shark", "wolf"),
        "intelligent": ("dog", "dolphin", "monkey", "pig", "elephant", "horse", "parrot", "whale"),
        "small": ("mouse", "bee", "frog", "hamster", "butterfly", "spider", "squirrel", "hedgehog"),
        "useful": ("cow", "horse", "donkey", "bee", "hen", "goat", "sheep", "camel"),
        "beautiful": ("tiger", "zebra", "horse", "deer", "butterfly", "owl", "giraffe", "parrot", "dolphin"),
    }
    fitting = [key for key, names in adjectives.items() if noun.en in names]
    if not fitting:
        return None
    key = g.even(fitting)
    plural, fr = noun.en_plural, np("the", noun, plural=True).fr
    a = {"dangerous": Pair("dangerous animals", "des animaux dangereux"),
         "intelligent": Pair("intelligent animals", "des animaux intelligents"),
         "small": Pair("small animals", "de petits animaux"), "useful": Pair("useful animals", "des animaux utiles"),
         "beautiful": Pair("beautiful animals", "de beaux animaux")}[key]
    return dot(Pair(f"{plural} are {a.en}", f"{fr} sont {a.fr}"))
