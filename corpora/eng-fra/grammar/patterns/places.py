# SPDX-License-Identifier: Apache-2.0
"""The town, the countryside, transport and the weather of the day."""

from .. import calendar
from ..core import Pair, english_clause, french_clause, np
from ..french import after_a, after_de
from ..sampler import ask, dot, pattern


def place(g, *without):
    return np("the", g.even([p for p in g.things["place"] if p.en not in without]))


@pattern(6)
def way(g):
    one, other = place(g), place(g, "bridge")
    if one.en == other.en:
        return None
    return g.pick([
        dot(Pair(f"{one.en} is near {other.en}", f"{one.fr} est près {after_de(other.fr)}")),
        dot(Pair(f"{one.en} is opposite {other.en}", f"{one.fr} est en face {after_de(other.fr)}")),
        ask(Pair(f"where is {one.en}", f"où est {one.fr}")),
        ask(Pair(f"how do I get to {one.en}", f"comment aller {after_a(one.fr)}")),
        dot(Pair(f"turn left after {one.en}", f"tournez à gauche après {one.fr}")),
        dot(Pair(f"turn right after {one.en}", f"tournez à droite après {one.fr}")),
        dot(Pair(f"{one.en} is far from {other.en}", f"{one.fr} est loin {after_de(other.fr)}")),
        ask(Pair(f"is {one.en} far from {other.en}", f"est-ce que {one.fr} est loin {after_de(other.fr)}")),
        dot(Pair(f"{one.en} is behind {other.en}", f"{one.fr} est derrière {other.fr}")),
    ])


@pattern(3)
def is_there(g):
    noun = g.even([p for p in g.things["place"] if p.en not in ("town hall", "zoo", "airport", "stadium")])
    one, other = np("a", noun), place(g, noun.en, "bridge")
    return g.pick([
        ask(Pair(f"is there {one.en} near here", f"est-ce qu'il y a {one.fr} près d'ici")),
        dot(Pair(f"there is {one.en} near {other.en}", f"il y a {one.fr} près {after_de(other.fr)}")),
        ask(Pair(f"is there {one.en} in this village", f"est-ce qu'il y a {one.fr} dans ce village")),
        dot(Pair(f"there is {one.en} in our street", f"il y a {one.fr} dans notre rue"))
        if noun.en not in ("university", "hospital", "station", "bridge", "church") else
        dot(Pair(f"there is {one.en} in this town", f"il y a {one.fr} dans cette ville")),
    ])


@pattern(4)
def meeting(g):
    subject = g.pronoun("I", "he", "she", "they", "we")
    where = place(g, "bridge", "hospital", "post office")
    time = calendar.past_days(g)
    other = g.pick([Pair("my friends", "mes amis"), Pair("my neighbours", "mes voisins"),
                    Pair("an old friend", "un vieil ami"), Pair("my cousins", "mes cousins")])
    from ..core import own_english, own_french
    return dot(Pair(
        f"{subject.en} met {own_english(subject, other.en)} at {where.en} {time.en}",
        french_clause(subject, "rencontrer", f"{other.fr} {after_a(where.fr)} {time.fr}", "past"),
    ))


@pattern(4)
def whereabouts(g):
    subject = g.human() if g.chance(0.6) else g.group()
    where = place(g, "bridge", "bank", "post office", "town hall")
    tense = g.pick(["present", "past"])
    from ..core import be
    time = calendar.past_trivial(g) if tense == "past" else g.pick([Pair("", ""), Pair("now", "maintenant")])
    if time.en in ("now", "") or "church" not in where.en:
        pair = be(subject, Pair(f"at {where.en}", after_a(where.fr)), tense)
        return dot(Pair(f"{pair.en} {time.en}", f"{pair.fr} {time.fr}"))
    return None


@pattern(4)
def transport(g):
    where = place(g, "bridge", "airport")
    subject = g.someone()
    if subject.kinds & {"child"} or subject.word and not subject.kinds and subject.person == "3p":
        return None
    way = g.pick([
        Pair("by bus", "en bus"), Pair("by car", "en voiture"), Pair("on foot", "à pied"),
        Pair("by bicycle", "à vélo"), Pair("by tram", "en tram"), Pair("by taxi", "en taxi"),
        Pair("by train", "en train"),
    ])
    if "elder" in subject.kinds and way.en == "by bicycle":
        return None
    if way.en == "by train":
        where = g.pick([Pair("the sea", "la mer"), Pair("the mountains", "les montagnes")])
        where = Pair(where.en, "la mer" if where.en == "the sea" else "la montagne")
    tense = g.pick(["past", "present", "future"])
    time = g.pick([Pair("", ""), Pair("this morning", "ce matin")]) if tense == "past" else Pair("", "")
    adverb = g.pick([Pair("often", "souvent"), Pair("sometimes", "parfois")]) if tense == "present" else Pair("", "")
    return dot(Pair(
        english_clause(subject, "go", f"to {where.en} {way.en} {time.en}", tense, "", adverb.en),
        french_clause(subject, "aller", f"{after_a(where.fr)} {way.fr} {time.fr}", tense, "", adverb.fr),
    ))


@pattern(3)
def missed(g):
    subject = g.someone()
    noun = g.even([v for v in g.things["vehicle"] if v.en in ("train", "bus", "plane", "boat", "tram", "ferry")])
    vehicle = np("the", noun)
    if subject.kinds & {"child"}:
        return None
    time = g.pick([Pair("this morning", "ce matin"), Pair("yesterday", "hier"), Pair("last night", "hier soir"),
                   Pair("on Monday morning", "lundi matin"), Pair("by two minutes", "de deux minutes")])
    hour = g.even(calendar.numbers(5, 11))
    if g.chance(0.4) and time.en != "last night":
        en = f"the {hour.en} o'clock {noun.en}"
        return dot(Pair(f"{subject.en} took {en} {time.en}" if "minutes" not in time.en else f"{subject.en} missed {en}",
                        french_clause(subject, "prendre" if "minutes" not in time.en else "rater",
                                      f"{vehicle.fr} de {hour.fr} heures" + (f" {time.fr}" if "minutes" not in time.en else ""), "past")))
    return dot(Pair(
        f"{subject.en} missed {vehicle.en} {time.en}",
        french_clause(subject, "rater", f"{vehicle.fr} {time.fr}", "past"),
    ))


@pattern(4)
def vehicle_state(g):
    noun = g.even([v for v in g.things["vehicle"] if v.en not in ("lorry", "ferry", "taxi")])
    colour = g.adjective("colour", "red", "blue", "white", "black", "green", "yellow", "grey")
    if noun.en in ("car", "bicycle", "motorbike", "boat") and g.chance(0.7):
        subject = g.human() if g.chance(0.5) else g.pronoun("I", "we", "they", "he", "she")
        if subject.kinds & {"child", "elder"}:
            return None
        item = np("a", noun, colour)
        tense = g.pick(["present", "past"])
        if tense == "present":
            have = "has" if subject.person == "3s" else "have"
            return dot(Pair(f"{subject.en} {have} {item.en}", french_clause(subject, "avoir", item.fr, "present")))
        time = calendar.past_months(g)
        return dot(Pair(english_clause(subject, "buy", f"{item.en} {time.en}", "past"),
                        french_clause(subject, "acheter", f"{item.fr} {time.fr}", "past")))
    if noun.en in ("bicycle", "motorbike"):
        return None
    item = np("the", noun)
    state = g.pick([
        ("is late", "est en retard"), ("is very slow", "est très lent"), ("is full", "est plein"),
        ("arrived late", "est arrivé en retard"),
    ])
    fr = state[1]
    if noun.gender == "f":
        if noun.en == "car":
            return dot(Pair("the car is in the garage", "la voiture est dans le garage"))
        return None
    if noun.en in ("car",):
        return None
    time = g.pick([Pair("today", "aujourd'hui"), Pair("this morning", "ce matin")])
    return dot(Pair(f"{item.en} {state[0]} {time.en}", f"{item.fr} {fr} {time.fr}"))


@pattern(5)
def countryside(g):
    nature = g.even(g.things["nature"])
    adjective = g.pick([g.adjective("size", "beautiful"), g.adjective("size", "small"), g.adjective("size", "old"),
                        g.adjective("thing", "quiet")])
    if nature.en == "sea" or adjective.en == "old" and nature.en not in ("village", "forest"):
        adjective = g.adjective("thing", "quiet")
    this = np("this", nature, None)
    kind = g.pick(["house", "walk", "like", "state", "near"])
    if kind == "house":
        who = g.pick([("we have", "nous avons"), ("they have", "ils ont"), ("she has", "elle a"), ("he has", "il a")])
        what = g.pick([Pair("a small house", "une petite maison"), Pair("a hotel", "un hôtel"),
                       Pair("an old house", "une vieille maison")])
        if nature.en in ("sea", "river", "lake", "forest", "beach"):
            return dot(Pair(f"{who[0]} {what.en} near the {nature.en}",
                            f"{who[1]} {what.fr} près {after_de(np('the', nature).fr)}"))
        at = {"mountain": Pair("in the mountains", "à la montagne"), "island": Pair("on an island", "sur une île"),
              "village": Pair("in a village", "dans un village"), "valley": Pair("in a valley", "dans une vallée"),
              "hill": Pair("on a hill", "sur une colline")}[nature.en]
        return dot(Pair(f"{who[0]} {what.en} {at.en}", f"{who[1]} {what.fr} {at.fr}"))
    if kind == "walk":
        subject = g.someone()
        ways = {"sea": None, "island": None, "mountain": None,
                "river": Pair("along the river", "le long de la rivière"),
                "forest": Pair("through the forest", "dans la forêt"),
                "lake": Pair("around the lake", "autour du lac"), "beach": Pair("on the beach", "sur la plage"),
                "village": Pair("through the village", "dans le village"),
                "valley": Pair("through the valley", "dans la vallée"),
                "hill": Pair("up the hill", None)}
        to = ways[nature.en]
        if not to or not to.fr:
            return None
        time = calendar.past_days(g)
        return dot(Pair(english_clause(subject, "walk", f"{to.en} {time.en}", "past"),
                        french_clause(subject, "marcher", f"{to.fr} {time.fr}", "past")))
    if kind == "like":
        subject = g.someone()
        the = np("the", nature)
        if nature.en not in ("sea", "mountain", "forest", "beach"):
            the = this
        if nature.en == "mountain":
            the = Pair("the mountains", "la montagne")
        return dot(Pair(english_clause(subject, "love", the.en, "present"),
                        french_clause(subject, "adorer", the.fr, "present")))
    if kind == "state":
        word = adjective.agreeing(nature.gender, False)
        if adjective.en == "old":
            return None
        very = g.pick([Pair("very", "très"), Pair("really", "vraiment")])
        return dot(Pair(f"{this.en} is {very.en} {adjective.en}", f"{this.fr} est {very.fr} {word}"))
    depth = {"lake": ("deep", "profond"), "river": ("deep", "profonde"), "sea": ("calm", "calme"),
             "mountain": ("high", "haute"), "forest": ("dark", "sombre"), "island": ("far", "loin"),
             "village": ("old", "vieux"), "hill": ("high", "haute"), "valley": ("green", "verte"),
             "beach": ("long", "longue")}
    en, fr = depth[nature.en]
    the = np("the", nature)
    adverb = g.pick([Pair("very", "très"), Pair("quite", "assez"), Pair("not very", "")])
    if not adverb.fr:
        return dot(Pair(f"{the.en} isn't very {en}", f"{the.fr} n'est pas très {fr}"))
    if en == "far":
        return dot(Pair(f"the island is {adverb.en} far from here", f"l'île est {adverb.fr} loin d'ici"))
    return dot(Pair(f"{the.en} is {adverb.en} {en}", f"{the.fr} est {adverb.fr} {fr}"))


WEATHER = [
    ("cold", "faire", "froid"), ("hot", "faire", "chaud"), ("sunny", "avoir", "du soleil"),
    ("windy", "avoir", "du vent"), ("foggy", "avoir", "du brouillard"), ("cool", "faire", "frais"),
    ("stormy", "avoir", "de l'orage"), ("mild", "faire", "doux"),
]
FORMS = {
    ("faire", "present"): "il fait", ("faire", "past"): "il faisait", ("faire", "future"): "il fera",
    ("avoir", "present"): "il y a", ("avoir", "past"): "il y avait", ("avoir", "future"): "il y aura",
}
NOT = {
    "il fait": "il ne fait pas", "il faisait": "il ne faisait pas", "il fera": "il ne fera pas",
}


@pattern(7)
def weather(g):
    en, verb, fr = g.even(WEATHER)
    tense = g.pick(["present", "past", "future"])
    be = {"present": "is", "past": "was", "future": "will be"}[tense]
    times = {
        "present": [Pair("today", "aujourd'hui"), Pair("this morning", "ce matin"), Pair("this evening", "ce soir")],
        "past": [Pair("yesterday", "hier"), Pair("last night", "hier soir"), Pair("yesterday morning", "hier matin"),
                 *(Pair(f"on {d.en}", d.fr) for d in calendar.WEEKDAYS)],
        "future": [Pair("tomorrow", "demain"), Pair("tomorrow morning", "demain matin"),
                   *(Pair(f"on {d.en}", d.fr) for d in calendar.WEEKDAYS)],
    }[tense]
    time = g.pick(times)
    if en == "sunny" and ("night" in time.en or "evening" in time.en):
        return None
    where = g.pick([
        Pair("", ""), Pair("in the mountains", "à la montagne"), Pair("by the sea", "au bord de la mer"),
        Pair(*(lambda c: (f"in {c.capital[0]}", f"à {c.capital[1]}"))(g.country("europe"))),
        Pair(*(lambda c: (f"in {c.capital[0]}", f"à {c.capital[1]}"))(g.country("europe"))),
    ])
    form = FORMS[verb, tense]
    if g.chance(0.15) and verb == "faire":
        be = {"is": "isn't", "was": "wasn't", "will be": "won't be"}[be]
        form = NOT[form]
    if g.chance(0.25) and verb == "faire" and "n't" not in be:
        en, fr = f"very {en}", f"très {fr}"
    return dot(Pair(f"it {be} {en} {where.en} {time.en}", f"{form} {fr} {where.fr} {time.fr}"))


@pattern(4)
def rain(g):
    day, country = g.even(calendar.WEEKDAYS), g.country("europe")
    where = g.pick([Pair("", ""), Pair(f"in {country.capital[0]}", f"à {country.capital[1]}"),
                    Pair("in the mountains", "à la montagne")])
    verb = g.pick([("rain", "pleu", "pleut", "plu", "pleuvra"), ("snow", "neig", "neige", "neigé", "neigera")])
    kind = g.pick(["past", "future", "now", "ask"])
    if kind == "past":
        time = calendar.past_days(g)
        if "weeks" in time.en:
            return None
        return dot(Pair(f"it {verb[0]}ed {where.en} {time.en}", f"il a {verb[3]} {where.fr} {time.fr}"))
    if kind == "now":
        time = g.pick([Pair("this morning", "ce matin"), Pair("today", "aujourd'hui"), Pair("at the moment", "en ce moment")])
        return dot(Pair(f"it is {verb[0]}ing {where.en} {time.en}", f"il {verb[2]} {where.fr} {time.fr}"))
    time = calendar.future_days(g)
    if "few" in time.en or "days" in time.en:
        time = Pair(f"on {day.en}", day.fr)
    if kind == "ask":
        return ask(Pair(f"will it {verb[0]} {where.en} {time.en}", f"est-ce qu'il {verb[4]} {where.fr} {time.fr}"))
    return dot(Pair(f"it will {verb[0]} {where.en} {time.en}", f"il {verb[4]} {where.fr} {time.fr}"))


@pattern(4)
def weather_advice(g):
    why = g.pick([
        (Pair("it is cold", "il fait froid"), "cold"), (Pair("it is raining", "il pleut"), "rain"),
        (Pair("it is windy", "il y a du vent"), "cold"), (Pair("it is snowing", "il neige"), "cold"),
        (Pair("it is very cold outside", "il fait très froid dehors"), "cold"),
        (Pair("it is raining outside", "il pleut dehors"), "rain"),
    ])
    items = {"cold": ("coat", "scarf", "gloves", "hat", "jacket", "jumper", "boots"),
             "rain": ("raincoat", "boots", "hat", "coat")}[why[1]]
    noun = g.even([n for n in g.things["clothes"] if n.en in items])
    item = np("your", noun)
    kind = g.pick(["put", "take", "he"])
    if kind == "he":
        subject = g.human()
        mine = np(subject.possessive, noun)
        return dot(Pair(f"{subject.en} is putting on {mine.en} because {why[0].en}",
                        f"{subject.fr} met {mine.fr} parce que {why[0].fr}".replace("parce que il", "parce qu'il")))
    verb = g.pick([("put on", "mettez"), ("take", "prenez")])
    return dot(Pair(f"{verb[0]} {item.en}, {why[0].en}", f"{verb[1]} {item.fr}, {why[0].fr}"))
