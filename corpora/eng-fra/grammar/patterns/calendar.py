# SPDX-License-Identifier: Apache-2.0
"""Months, weekdays, hours, ages, sums, and the weather that goes with the months."""

from ..calendar import COLD_MONTHS, MONTHS, NUMBERS, PARTS, RAINY_MONTHS, SEASONS, WARM_MONTHS
from ..calendar import WEEKDAYS, WORKDAYS, dates, durations, in_season, numbers
from ..core import PRONOUNS, Pair, be, french_clause, np
from ..french import after_de
from ..sampler import ask, dot, pattern

STARTING = [
    Pair("the school year", "l'année scolaire"), Pair("the summer holidays", "les grandes vacances"),
    Pair("the football season", "la saison de football"), Pair("the piano course", "le cours de piano"),
    Pair("the exams", "les examens"),
]


@pattern(5)
def birthday(g):
    month = g.even(MONTHS)
    time = Pair(f"in {month.en}", f"en {month.fr}") if g.chance(0.5) else dates(g)
    if g.chance(0.5):
        who = g.name() if g.chance(0.5) else g.relative()
        return dot(Pair(
            f"{who.en}'s birthday is {time.en}", f"l'anniversaire {after_de(who.fr)} est {time.fr}"
        ))
    whose = g.pick([("my", "mon"), ("his", "son"), ("her", "son"), ("your", "votre")])
    return dot(Pair(f"{whose[0]} birthday is {time.en}", f"{whose[1]} anniversaire est {time.fr}"))


@pattern(5)
def born(g):
    who = g.human() if g.chance(0.8) else PRONOUNS["I"]
    month, country = g.even(MONTHS), g.country()
    time = g.pick([
        Pair(f"in {month.en}", f"en {month.fr}"), dates(g),
        Pair(f"in {country.capital[0]}", f"à {country.capital[1]}"),
    ])
    return dot(Pair(f"{who.en} was born {time.en}", french_clause(who, "naître", time.fr, "past")))


@pattern(5)
def event_in_month(g):
    event = g.noun("event", without="none")
    if event.en in ("film", "lesson", "party", "play"):
        return None
    month = g.even(MONTHS)
    time = g.pick([Pair(f"in {month.en}", f"en {month.fr}"), dates(g)])
    pair = np("the", event)
    if event.en in ("festival", "conference", "exhibition"):
        will = g.pick([("takes place", "a lieu"), ("begins", "commence"), ("ends", "se termine")])
        return dot(Pair(f"{pair.en} {will[0]} {time.en}", f"{pair.fr} {will[1]} {time.fr}"))
    will = g.pick([("is", "a lieu"), ("will take place", "aura lieu")])
    return dot(Pair(f"{pair.en} {will[0]} {time.en}", f"{pair.fr} {will[1]} {time.fr}"))


@pattern(2)
def starting(g):
    what, month = g.pick(STARTING), g.even(MONTHS)
    if what.en in ("the school year", "the summer holidays", "the football season"):
        month = g.even([m for m in MONTHS if m.en in ("June", "July", "August", "September")])
    several = what.fr.startswith("les ")
    verb = g.pick([("begin", "commenc"), ("begin", "commenc")])
    when = Pair(f"in {month.en}", f"en {month.fr}")
    return dot(Pair(
        f"{what.en} {verb[0]}{'' if what.en.endswith('s') and several else 's'} {when.en}",
        f"{what.fr} {verb[1]}{'ent' if several else 'e'} {when.fr}",
    ))


@pattern(3)
def today(g):
    kind = g.pick(["date", "day"])
    if kind == "date":
        time = dates(g)
        day = time.en.removeprefix("on ")
        return dot(Pair(f"today is {day}", f"aujourd'hui, nous sommes {time.fr}"))
    day = g.even(WEEKDAYS)
    return dot(g.pick([
        Pair(f"today is {day.en}", f"aujourd'hui, c'est {day.fr}"),
        Pair(f"tomorrow is {day.en}", f"demain, c'est {day.fr}"),
        Pair(f"yesterday was {day.en}", f"hier, c'était {day.fr}"),
        Pair(f"it was {day.en} yesterday", f"c'était {day.fr} hier"),
    ]))


@pattern(3)
def married_in_month(g):
    who = g.relative("adult", "young") if g.chance(0.5) else g.name()
    if "spouse" in who.kinds or "child" in who.kinds or who.en.endswith(("mother", "father")):
        return None
    month = g.even(MONTHS)
    return dot(Pair(
        f"{who.en} is getting married in {month.en}", f"{who.fr} se marie en {month.fr}"
    ))


@pattern(5)
def appointment(g):
    day, part = g.even(WEEKDAYS), g.pick(list(PARTS))
    what = g.pick([
        Pair("a meeting", "une réunion"), Pair("an exam", "un examen"),
        Pair("an appointment", "un rendez-vous"), Pair("a piano lesson", "un cours de piano"),
        Pair("a tennis lesson", "un cours de tennis"), Pair("a job interview", "un entretien d'embauche"),
    ])
    if day not in WORKDAYS and what.en != "a tennis lesson":
        return None
    time = g.pick([
        Pair(f"on {day.en}", day.fr), Pair(f"on {day.en} {part}", f"{day.fr} {PARTS[part]}"),
    ])
    if part == "evening" and "lesson" not in what.en:
        time = Pair(f"on {day.en}", day.fr)
    who = g.pronoun("I", "we", "she", "he", "they") if g.chance(0.6) else g.human()
    have = "has" if who.person == "3s" else "have"
    return dot(Pair(
        f"{who.en} {have} {what.en} {time.en}",
        french_clause(who, "avoir", f"{what.fr} {time.fr}", "present"),
    ))


@pattern(4)
def opening(g):
    place = np("the", g.noun("place", tag="shop") if g.chance(0.5) else g.even(
        [p for p in g.things["place"]
         if p.en in ("museum", "library", "bank", "post office", "swimming pool", "zoo", "cinema")]))
    state = g.pick([("closed", g.adjective("thing", "closed")), ("open", g.adjective("thing", "open"))])
    gender = "f" if place.fr.startswith("la ") else "m"
    word = state[1].agreeing(gender, False)
    if "église" in place.fr:
        return None
    day, last, month = g.even(WEEKDAYS), g.even(WEEKDAYS), g.even(MONTHS)
    times = [
        Pair(f"on {day.en}s", f"le {day.fr}"), Pair(f"in {month.en}", f"en {month.fr}"),
        Pair("today", "aujourd'hui"),
    ]
    if state[0] == "open":
        weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        if weekdays.index(last.en) - weekdays.index(day.en) >= 2:
            times = [Pair(f"from {day.en} to {last.en}", f"du {day.fr} au {last.fr}")]
    time = g.pick(times)
    if state[0] == "open" and "Sunday" in time.en and place.en.split()[-1] in ("bank", "office", "library"):
        return None
    return dot(Pair(f"{place.en} is {state[0]} {time.en}", f"{place.fr} est {word} {time.fr}"))


@pattern(3)
def hours(g):
    what = g.pick([
        (Pair("the film", "le film"), "start"), (Pair("the train", "le train"), "leave"),
        (Pair("the museum", "le musée"), "open"), (Pair("the concert", "le concert"), "start"),
        (Pair("the bank", "la banque"), "open"), (Pair("the plane", "l'avion"), "leave"),
        (Pair("the lesson", "la leçon"), "start"), (Pair("the library", "la bibliothèque"), "open"),
        (Pair("the bus", "le bus"), "leave"), (Pair("the meeting", "la réunion"), "start"),
    ])
    verbs = {
        "start": [("starts", "commence"), ("ends", "se termine")],
        "leave": [("leaves", "part"), ("arrives", "arrive")],
        "open": [("opens", "ouvre"), ("closes", "ferme")],
    }
    verb = g.pick(verbs[what[1]])
    low, high = (8, 10) if verb[0] == "opens" else (5, 8) if verb[0] == "closes" else (2, 11)
    number = g.even(numbers(low, high))
    return dot(Pair(
        f"{what[0].en} {verb[0]} at {number.en} o'clock",
        f"{what[0].fr} {verb[1]} à {number.fr} heures",
    ))


@pattern(5)
def age(g):
    kind = g.pick(["relative", "name", "pronoun", "thing"])
    if kind == "thing":
        what = np("this", g.even(
            [n for n in g.things["place"] if n.en in ("bridge", "church", "theatre", "hotel")]))
        number = g.even(numbers(20, 100))
        return dot(Pair(f"{what.en} is {number.en} years old", f"{what.fr} a {number.fr} ans"))
    if kind == "relative":
        who = g.relative()
        low, high = (2, 15) if "child" in who.kinds else (60, 90) if "elder" in who.kinds else (
            (8, 40) if "young" in who.kinds else (40, 70))
    else:
        who = g.name() if kind == "name" else g.pronoun("he", "she")
        low, high = 4, 80
    number = g.even(numbers(low, high))
    tense = g.pick([("is", "a"), ("will be", "aura")]) if g.chance(0.15) else ("is", "a")
    tail = Pair(" soon", " bientôt") if tense[0] == "will be" else Pair("", "")
    if tail.en:
        return dot(Pair(f"{who.en} will soon be {number.en} years old",
                        f"{who.fr} aura bientôt {number.fr} ans"))
    return dot(Pair(f"{who.en} is {number.en} years old", f"{who.fr} a {number.fr} ans"))


@pattern(3)
def sums(g):
    plain = {pair: number for number, pair in NUMBERS.items() if number <= 20}
    one, other = g.even(plain), g.even(plain)
    total = plain[one] + plain[other]
    if total not in NUMBERS or total > 20:
        return None
    return dot(Pair(
        f"{one.en} and {other.en} make {NUMBERS[total].en}",
        f"{one.fr} et {other.fr} font {NUMBERS[total].fr}",
    ))


@pattern(3)
def waiting(g):
    number = g.even(numbers(2, 60))
    who = g.someone()
    unit = g.pick([Pair("minutes", "minutes"), Pair("hours", "heures")])
    if unit.en == "hours" and number not in numbers(2, 6):
        return None
    what = g.pick([Pair("the bus", "le bus"), Pair("the train", "le train"), Pair("the tram", "le tram"),
                   Pair("a taxi", "un taxi")])
    return dot(Pair(
        f"{who.en} waited for {what.en} for {number.en} {unit.en}",
        french_clause(who, "attendre", f"{what.fr} pendant {number.fr} {unit.fr}", "past"),
    ))


@pattern(3)
def departing(g):
    vehicle = np("the", g.noun("vehicle", tag="public"))
    country, number = g.country(), g.even(numbers(2, 60))
    to = Pair("", "")
    if g.chance(0.6) and "bus" not in vehicle.en and "tram" not in vehicle.en:
        if "plane" in vehicle.en or "train" in vehicle.en and "europe" in country.tags:
            to = Pair(f"to {country.capital[0]}", f"pour {country.capital[1]}")
    verb = g.pick([("leaves", "part"), ("arrives", "arrive")]) if not to.en else ("leaves", "part")
    return dot(Pair(
        f"{vehicle.en} {to.en} {verb[0]} in {number.en} minutes",
        f"{vehicle.fr} {to.fr} {verb[1]} dans {number.fr} minutes",
    ))


@pattern(7)
def month_weather(g):
    weather, months, kind = g.pick([
        (Pair("it is {}cold", "il fait {}froid"), COLD_MONTHS, "cold"),
        (Pair("it is {}hot", "il fait {}chaud"), WARM_MONTHS, "hot"),
        (Pair("it {}rains", "il pleut {}"), RAINY_MONTHS, "rain"),
        (Pair("it {}snows", "il neige {}"), COLD_MONTHS, "cold"),
        (Pair("it is {}windy", "il y a {}du vent"), RAINY_MONTHS, "rain"),
        (Pair("it is {}sunny", "il y a {}du soleil"), WARM_MONTHS, "hot"),
        (Pair("it is {}foggy", "il y a {}du brouillard"), RAINY_MONTHS, "rain"),
    ])
    often = g.pick([Pair("often ", "souvent "), Pair("sometimes ", "parfois ")])
    place = Pair("", "")
    if kind in ("cold", "rain") and g.chance(0.6):
        country = g.country(kind)
        place = Pair(f"in {country.capital[0]}", f"à {country.capital[1]}")
    elif kind == "hot" and g.chance(0.6):
        country = g.even([c for c in g.countries if c.en in (
            "Italy", "Spain", "Greece", "Portugal", "Turkey", "Tunisia", "Morocco", "Japan")])
        place = Pair(f"in {country.capital[0]}", f"à {country.capital[1]}")
    if place.en and kind != "rain":
        often = Pair("often ", "souvent ")
    month = g.even(months)
    time = Pair(f"in {month.en}", f"en {month.fr}")
    if g.chance(0.3):
        seasons = {"cold": "winter", "hot": "summer", "rain": "autumn"}[kind]
        season = next(s for s in SEASONS if s.en == seasons)
        time = Pair(f"in {season.en}", in_season(season))
    return dot(Pair(
        f"{weather.en.format(often.en)} {place.en} {time.en}",
        f"{weather.fr.format(often.fr)} {place.fr} {time.fr}",
    ))
