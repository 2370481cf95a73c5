# SPDX-License-Identifier: Apache-2.0
"""Months, weekdays, seasons, numbers and the expressions made of them."""

from .core import Pair, Time

MONTHS = [
    Pair(*line.split())
    for line in (
        "May mai", "June juin", "July juillet", "September septembre", "January janvier",
        "December décembre", "April avril", "August août", "October octobre", "March mars",
        "November novembre", "February février",
    )
]
COLD_MONTHS = [m for m in MONTHS if m.en in ("December", "January", "February", "November")]
WARM_MONTHS = [m for m in MONTHS if m.en in ("June", "July", "August")]
RAINY_MONTHS = [m for m in MONTHS if m.en in ("March", "April", "October", "November")]

WEEKDAYS = [
    Pair(*line.split())
    for line in (
        "Monday lundi", "Friday vendredi", "Saturday samedi", "Sunday dimanche",
        "Tuesday mardi", "Thursday jeudi", "Wednesday mercredi",
    )
]
WORKDAYS = [day for day in WEEKDAYS if not day.en.startswith("S")]

SEASONS = [
    Pair("summer", "été"), Pair("winter", "hiver"), Pair("spring", "printemps"),
    Pair("autumn", "automne"),
]

NUMBERS = {
    number: Pair(*line.split())
    for number, line in enumerate(
        """two deux
three trois
four quatre
five cinq
six six
seven sept
eight *huit
nine neuf
ten dix
eleven *onze
twelve douze
thirteen treize
fourteen quatorze
fifteen quinze
sixteen seize
seventeen dix-sept
eighteen dix-huit
nineteen dix-neuf
twenty vingt""".splitlines(),
        start=2,
    )
} | {
    30: Pair("thirty", "trente"), 40: Pair("forty", "quarante"), 50: Pair("fifty", "cinquante"),
    60: Pair("sixty", "soixante"), 70: Pair("seventy", "soixante-dix"),
    80: Pair("eighty", "quatre-vingts"), 90: Pair("ninety", "quatre-vingt-dix"),
    100: Pair("a hundred", "cent"),
}
PARTS = {"morning": "matin", "afternoon": "après-midi", "evening": "soir"}


def numbers(low, high):
    """The numbers from `low` to `high` that have one word."""
    return [pair for number, pair in NUMBERS.items() if low <= number <= high]


def in_season(season):
    return "au printemps" if season.en == "spring" else "en " + season.fr


def dates(g):
    """`on 3 May`, le 3 mai."""
    day, month = g.even(range(1, 29)), g.pick(MONTHS)
    return Time(f"on {day} {month.en}", f"le {'1er' if day == 1 else day} {month.fr}")


def habits(g, big=False):
    """When something is done again and again."""
    day = g.pick(WEEKDAYS)
    part = g.pick(list(PARTS))
    return g.pick([
        Time("every day", "tous les jours"),
        Time(f"every {part}" if part != "afternoon" else "every afternoon",
             f"tous les {PARTS[part]}s" if part != "afternoon" else "tous les après-midi", part),
        Time(f"on {day.en}s", f"le {day.fr}"),
        Time(f"in the {part}", french_part(part), part),
        Time("every week", "toutes les semaines", "week"),
        Time(f"on {day.en} {part}s", f"le {day.fr} {PARTS[part]}", part),
        Time("twice a week", "deux fois par semaine", "week"),
        Time("every weekend", "tous les week-ends"),
    ])


def french_part(part):
    return "l'après-midi" if part == "afternoon" else "le " + PARTS[part]


def past_days(g):
    """A moment of the last days."""
    day, number = g.pick(WEEKDAYS), g.pick(numbers(2, 5))
    part = g.pick(list(PARTS))
    return g.pick([
        Time("yesterday", "hier"),
        Time(f"on {day.en}", day.fr),
        Time("this morning", "ce matin", "morning"),
        Time("last night", "hier soir", "evening"),
        Time(f"{number.en} days ago", f"il y a {number.fr} jours", "far"),
        Time("yesterday morning", "hier matin", "morning"),
        Time(f"on {day.en} {part}", f"{day.fr} {PARTS[part]}", part),
        Time("yesterday afternoon", "hier après-midi", "afternoon"),
        Time("last week", "la semaine dernière", "far"),
        Time("last weekend", "le week-end dernier"),
        Time("a few days ago", "il y a quelques jours", "far"),
    ])


def past_near(g):
    """A moment of the last days that one asks about."""
    day = g.pick(WEEKDAYS)
    return g.pick([
        Time("yesterday", "hier"), Time(f"on {day.en}", day.fr),
        Time("this morning", "ce matin", "morning"), Time("last night", "hier soir", "evening"),
        Time("last weekend", "le week-end dernier"),
        Time("yesterday afternoon", "hier après-midi", "afternoon"),
    ])


def past_trivial(g):
    """A moment of the last day."""
    return g.pick([
        Time("this morning", "ce matin", "morning"),
        Time("last night", "hier soir", "evening"),
        Time("yesterday morning", "hier matin", "morning"),
        Time("yesterday afternoon", "hier après-midi", "afternoon"),
    ])


def past_months(g):
    """A moment of the last years."""
    month, season = g.pick(MONTHS), g.pick(SEASONS)
    number = g.pick(numbers(2, 12))
    return g.pick([
        Time("last year", "l'année dernière"),
        Time(f"in {month.en}", f"en {month.fr}"),
        Time("last month", "le mois dernier"),
        Time(f"{number.en} years ago", f"il y a {number.fr} ans"),
        Time(f"last {season.en}", f"{season_with_article(season)} dernier"),
        Time(f"{number.en} months ago", f"il y a {number.fr} mois"),
        Time("a few years ago", "il y a quelques années"),
        Time("a long time ago", "il y a longtemps"),
    ])


def season_with_article(season):
    return "le printemps" if season.en == "spring" else "l'" + season.fr


def future_days(g):
    """A moment of the next days."""
    day, number = g.pick(WEEKDAYS), g.pick(numbers(2, 5))
    part = g.pick(list(PARTS))
    return g.pick([
        Time("tomorrow", "demain"),
        Time(f"on {day.en}", day.fr),
        Time("tonight", "ce soir", "evening"),
        Time("tomorrow morning", "demain matin", "morning"),
        Time("next week", "la semaine prochaine", "far"),
        Time(f"on {day.en} {part}", f"{day.fr} {PARTS[part]}", part),
        Time("tomorrow evening", "demain soir", "evening"),
        Time(f"in {number.en} days", f"dans {number.fr} jours", "far"),
        Time("this afternoon", "cet après-midi", "afternoon"),
        Time("next weekend", "le week-end prochain"),
        Time("in a few days", "dans quelques jours", "far"),
    ])


def future_months(g):
    """A moment of the next years."""
    month, season = g.pick(MONTHS), g.pick(SEASONS)
    number = g.pick(numbers(2, 6))
    return g.pick([
        Time("next year", "l'année prochaine"),
        Time(f"in {month.en}", f"en {month.fr}"),
        Time("next month", "le mois prochain"),
        Time(f"in {number.en} months", f"dans {number.fr} mois"),
        Time(f"next {season.en}", f"{season_with_article(season)} prochain"),
        Time(f"in {number.en} years", f"dans {number.fr} ans"),
        Time("in a few weeks", "dans quelques semaines"),
    ])


def durations(g, low, high):
    """For how long, up to the present: so many years, or some months."""
    years, months = g.pick(numbers(low, high)), g.pick(numbers(2, 11))
    return g.pick([
        Pair(f"for {years.en} years", f"depuis {years.fr} ans"),
        Pair(f"for {months.en} months", f"depuis {months.fr} mois"),
    ])
