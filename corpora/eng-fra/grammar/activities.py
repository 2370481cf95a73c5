# SPDX-License-Identifier: Apache-2.0
"""Chooses what is done, by whom and when, so that the three go together."""

import re

from . import calendar
from .core import np, in_country, the_country
from .french import after_a, after_de
from .lexicon import Activity

PARTS = {
    "morning": {"morning"}, "day": {"afternoon"}, "evening": {"evening"}, "noon": set(),
}


def _activity(en, fr, tags):
    en, _, en_rest = en.partition(" ")
    fr, _, fr_rest = fr.partition(" ")
    return Activity(en, en_rest, fr, fr_rest, frozenset(tags.split()))


# Verbs of what is done some times a week, and of what is remembered or planned for days.
WEEKLY = set("play swim run dance go visit phone clean wash iron sing meet".split())
NOTABLE = set(
    "visit go meet invite paint repair plant buy phone write send lose forget clean sell order"
    " cut swim ski".split()
)
LEISURE_PLACES = set(
    "market museum library cinema restaurant theatre stadium zoo church bakery supermarket"
    " bookshop".split()
) | {"swimming pool"}


def play_sport(g):
    sport = g.even(g.things["sport"])
    where = "inside" if sport.en in ("chess", "cards", "table tennis") else "outside"
    french = after_a(np("the", sport).fr)
    return _activity(f"play {sport.en}", f"jouer {french}", f"day evening {where} young adult")


def play_instrument(g):
    instrument = g.even(g.things["instrument"])
    pair = np("the", instrument)
    return _activity(f"play {pair.en}", f"jouer {after_de(pair.fr)}", "day evening inside single")


def study(g):
    subject = g.even(g.things["subject"])
    french = np("the", subject).fr
    return _activity(f"study {subject.en}", f"étudier {french}", "day evening young lasting")


def learn_language(g):
    adjective = g.country("language").adjective
    fr = the_language(adjective)
    return _activity(f"learn {adjective.en}", f"apprendre {fr}", "day evening lasting")


def the_language(adjective):
    from .french import determiner

    return determiner("the", "m", False, adjective.forms[0]) + adjective.forms[0]


def eat(g):
    if g.chance(0.5):
        food = np("a", g.noun("fruit", "countedfood"))
        return _activity(f"eat {food.en}", f"manger {food.fr}", "day evening trivial single")
    food = g.noun("massfood", without="cook")
    tags = "" if "dish" in food.tags else " trivial"
    return _activity(f"eat {food.en}", f"manger {partitive(food)}", "day evening" + tags)


def drink(g):
    noun = g.noun("drink")
    tags = "evening adult trivial" if "alcohol" in noun.tags else "morning day evening trivial"
    return _activity(f"drink {noun.en}", f"boire {partitive(noun)}", tags)


def partitive(noun, plural=False):
    """`du pain`, marked so that it becomes `de` after a negation."""
    words = np("some", noun, plural=plural).fr
    if words.startswith("de l'"):
        return f"[de l'] {words[5:]}"
    rest = noun.fr_plural if plural else noun.fr
    return f"[{words.removesuffix(rest).strip()}] {rest}"


def buy_food(g):
    number = g.pick(calendar.numbers(2, 12))
    noun = g.noun("fruit", "vegetable", "countedfood")
    if noun.en in ("potato", "bean", "cherry", "strawberry", "mushroom"):
        number = ("some", "des")
    food = np(number, noun, plural=True)
    place = np("the", g.even([p for p in g.things["place"] if p.en in ("market", "supermarket")]))
    return _activity(
        f"buy {food.en} at {place.en}", f"acheter {food.fr} {after_a(place.fr)}",
        "morning day adult still once",
    )


def buy_clothes(g):
    noun = g.noun("clothes", tag="dear")
    item = np("a", noun, g.adjective("colour"))
    tags = {"woman": " woman", "man": " man"}
    suffix = "".join(tags[tag] for tag in tags if tag in noun.tags)
    return _activity(f"buy {item.en}", f"acheter {item.fr}", "day rare" + suffix)


def wash_clothes(g):
    item = np("my", g.noun("clothes", tag="wash", without="woman"))
    verb = g.pick([("wash", "laver"), ("iron", "repasser")])
    if item.en in ("my socks", "my jumper"):
        verb = ("wash", "laver")
    return _activity(f"{verb[0]} {item.en}", f"{verb[1]} {item.fr}", "day evening adult inside")


def look_for(g):
    item = np("my", g.noun("belonging", tag="lose"))
    return _activity(f"look for {item.en}", f"chercher {item.fr}", "day once trivial single")


def phone(g):
    person = np("my", g.pick([n for n in g.people["family"] if "spouse" not in n.tags]))
    verb = g.pick([("phone", "téléphoner"), ("write to", "écrire"), ("visit", "rendre visite")])
    return _activity(
        f"{verb[0]} {person.en}", f"{verb[1]} {after_a(person.fr)}", "day evening family"
    )


def go_to_country(g):
    country = g.country()
    return _activity(f"go to {english_country(country)}", f"aller {in_country(country)}", "big rare")


def visit_city(g):
    country = g.country()
    return _activity(f"visit {country.capital[0]}", f"visiter {country.capital[1]}", "big rare")


def visit_country(g):
    country = g.country()
    return _activity(
        f"visit {english_country(country)}", f"visiter {the_country(country)}", "big rare"
    )


def english_country(country):
    return country.en


def go_to_place(g):
    noun = g.even([place for place in g.things["place"] if place.en != "bridge"])
    place = np("the", noun)
    tags = "morning day still weekly" + ("" if noun.en in LEISURE_PLACES else " once")
    return _activity(f"go to {place.en}", f"aller {after_a(place.fr)}", tags)


def clean_room(g):
    room = g.pick([r for r in g.things["room"] if r.en not in ("garden", "hall", "study")])
    pair = np("the", room)
    return _activity(f"clean {pair.en}", f"nettoyer {pair.fr}", "morning day adult weekly")


MAKERS = (
    (play_sport, 9), (play_instrument, 8), (study, 5), (learn_language, 5), (eat, 6), (drink, 5),
    (buy_food, 6), (buy_clothes, 5), (wash_clothes, 4), (look_for, 4), (phone, 9),
    (go_to_country, 5), (visit_city, 5), (visit_country, 3), (go_to_place, 5), (clean_room, 4),
)


def activity(g, wanted=lambda activity: True):
    """An activity of the list or a made one, for which `wanted` holds."""
    while True:
        if g.chance(0.55):
            found = g.pick(g.activities)
        else:
            makers, weights = zip(*MAKERS)
            found = g.random.choices(makers, weights)[0](g)
        if wanted(found):
            return found


YOUNGER = {"son", "daughter", "nephew", "niece"}
OLDER = {"mother", "father", "grandmother", "grandfather", "uncle", "aunt", "parents"}


def suits(subject, activity):
    """Whether somebody of this kind does this."""
    tags = activity.tags
    if subject.word and subject.word in f"{activity.en_rest} ".split():
        return False
    objects = set(activity.en_rest.split())
    if objects & YOUNGER and subject.kinds & {"child", "young"} or (
            objects & OLDER and "elder" in subject.kinds):
        return False
    if "woman" in tags and (subject.gender != "f" or subject.person != "3s"):
        return False
    if "man" in tags and (subject.gender != "m" or subject.person != "3s"):
        return False
    if "single" in tags and subject.plural:
        return False
    if "child" in tags and subject.person in ("1s", "2p", "1p"):
        return False
    if "family" in tags and subject.word and not subject.kinds and subject.person == "3p":
        return False
    if "elder" in subject.kinds:
        return not tags & {"young", "big", "workday"}
    if "child" in subject.kinds:
        return not tags & {"adult", "big", "rare"}
    if "adult" in subject.kinds:
        return "young" not in tags or "adult" in tags
    return True


def doing(g, subject, wanted=lambda activity: True):
    """An activity that suits the subject."""
    return activity(g, lambda found: wanted(found) and suits(subject, found))


def _fits(time, activity):
    """Whether a thing is done at this part of the day."""
    if "workday" in activity.tags and re.search(r"Saturday|Sunday|weekend", time.en):
        return False
    if "trivial" in activity.tags and re.match(r"on |every week", time.en):
        return False
    if "weekly" in activity.tags and re.match(r"every (?!week)|in the ", time.en):
        return False
    if time.part == "week":
        return activity.en in WEEKLY and "workday" not in activity.tags
    if time.part == "far":
        return activity.en in NOTABLE
    parts = set().union(*(PARTS.get(tag, set()) for tag in activity.tags))
    if not time.part:
        return True
    return time.part in parts or not parts and "noon" not in activity.tags


def when(g, maker, activity):
    """A time of this kind that fits the activity."""
    while True:
        time = maker(g)
        if _fits(time, activity):
            return time


def past_time(g, activity):
    if activity.tags & {"big", "slow"}:
        return when(g, calendar.past_months, activity)
    if "trivial" in activity.tags:
        return when(g, calendar.past_trivial, activity)
    return when(g, calendar.past_days, activity)


def future_time(g, activity):
    maker = calendar.future_months if activity.tags & {"big", "slow"} else calendar.future_days
    return when(g, maker, activity)
