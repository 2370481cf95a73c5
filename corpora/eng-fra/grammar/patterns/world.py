# SPDX-License-Identifier: Apache-2.0
"""Countries, capitals, nationalities and languages."""

from .. import calendar
from ..activities import english_country, the_language
from ..core import PRONOUNS, Pair, be, english_clause, french_clause, from_country, in_country
from ..core import is_question, np, the_country
from ..french import after_de, determiner
from ..lexicon import Noun
from ..sampler import ask, dot, pattern


@pattern(2)
def capital(g):
    country = g.even(g.countries)
    en, fr = country.capital
    of = after_de(the_country(country))
    return g.pick([
        dot(Pair(f"{en} is the capital of {country.en}", f"{fr} est la capitale {of}")),
        ask(Pair(f"what is the capital of {country.en}", f"quelle est la capitale {of}")),
    ])


def lives(g):
    country = g.country()
    return g.pick([
        Pair(f"in {country.en}", in_country(country)),
        Pair(f"in {country.capital[0]}", "à " + country.capital[1]),
    ])


@pattern(8)
def living(g):
    subject, place = g.someone(), lives(g)
    if subject.word and not subject.kinds and subject.person == "3p":
        return None
    number = g.even(calendar.numbers(2, 20))
    have = "has" if subject.person == "3s" else "have"
    works = "elder" not in subject.kinds and "child" not in subject.kinds
    kind = g.pick(["live", "lived", "since", "work", "not"])
    if kind == "live" or kind == "work" and not works:
        return dot(Pair(english_clause(subject, "live", place.en, "present"),
                        french_clause(subject, "habiter", place.fr, "present")))
    if kind == "not":
        return dot(Pair(english_clause(subject, "live", place.en, "present", "not"),
                        french_clause(subject, "habiter", place.fr, "present", "pas")))
    if kind == "lived":
        if "child" in subject.kinds:
            number = g.even(calendar.numbers(2, 4))
        return dot(Pair(
            english_clause(subject, "live", f"{place.en} for {number.en} years", "past"),
            french_clause(subject, "habiter", f"{place.fr} pendant {number.fr} ans", "past"),
        ))
    verb = g.pick([("living", "habiter"), ("working", "travailler")])
    if not works:
        verb = ("living", "habiter")
        number = g.even(calendar.numbers(2, 5))
    return dot(Pair(
        f"{subject.en} {have} been {verb[0]} {place.en} for {number.en} years",
        french_clause(subject, verb[1], f"{place.fr} depuis {number.fr} ans", "present"),
    ))


@pattern(6)
def coming_from(g):
    country = g.country()
    kind = g.pick(["person", "back", "thing", "ask"])
    if kind == "person":
        subject = g.someone()
        return dot(Pair(english_clause(subject, "come", f"from {country.en}", "present"),
                        french_clause(subject, "venir", from_country(country), "present")))
    if kind == "back":
        subject = g.someone()
        if "child" in subject.kinds:
            return None
        time = calendar.past_days(g)
        return dot(Pair(
            english_clause(subject, "come", f"back from {country.en} {time.en}", "past"),
            french_clause(subject, "revenir", f"{from_country(country)} {time.fr}", "past"),
        ))
    if kind == "ask":
        subject = g.other()
        return ask(Pair(
            f"{'does' if subject.person == '3s' else 'do'} {subject.en} come from {country.en}",
            "est-ce que " + french_clause(subject, "venir", from_country(country), "present"),
        ))
    goods = {
        "Italy": ("wine", "vin"), "France": ("cheese", "fromage"), "Japan": ("car", "voiture"),
        "Germany": ("car", "voiture"), "Spain": ("wine", "vin"), "China": ("tea", "thé"),
        "Greece": ("honey", "miel"), "Portugal": ("wine", "vin"), "Brazil": ("coffee", "café"),
        "Peru": ("coffee", "café"), "Switzerland": ("chocolate", "chocolat"),
        "Belgium": ("chocolate", "chocolat"), "Turkey": ("carpet", "tapis"),
        "Morocco": ("carpet", "tapis"), "Senegal": ("mask", "masque"), "Russia": ("doll", "poupée"),
        "Canada": ("coat", "manteau"), "Scotland": ("jumper", "pull"), "Ireland": ("beer", "bière"),
    }
    if country.en not in goods:
        return None
    en, fr = goods[country.en]
    this = "cette" if fr in ("voiture", "poupée", "bière") else "ce"
    return dot(Pair(f"this {en} comes from {country.en}", f"{this} {fr} vient {from_country(country)}"))


@pattern(8)
def travelling(g):
    country, month = g.country(), g.even(calendar.MONTHS)
    season = g.pick(calendar.SEASONS)
    subject = g.pronoun("we", "I", "they", "she", "he") if g.chance(0.6) else g.human()
    if subject.kinds & {"child", "elder"}:
        return None
    when = g.pick([
        Pair(f"in {month.en}", f"en {month.fr}"), Pair(f"this {season.en}", f"cet {season.fr}"),
        Pair("next week", "la semaine prochaine"), Pair("tomorrow", "demain"),
    ])
    if when.en == "this spring":
        when = Pair("this spring", "ce printemps")
    holidays = "ses" if subject.person == "3s" else {"1s": "mes", "1p": "nos", "3p": "leurs"}[subject.person]
    spent = Pair(f"spent {subject.possessive} holidays in {country.en}", f"{holidays} vacances {in_country(country)}")
    kind = g.pick(["leaving", "go", "spent", "fly"])
    if kind == "leaving":
        going_to = determiner("the", country.gender, False, country.fr) + country.fr
        return dot(Pair(
            english_clause(subject, "leave", f"for {country.en} {when.en}", "progressive"),
            french_clause(subject, "partir", f"pour {going_to} {when.fr}", "present"),
        ))
    if kind == "go":
        return dot(Pair(
            english_clause(subject, "go", f"to {country.en} every {season.en}", "present"),
            french_clause(subject, "aller", f"{in_country(country)} tous les {season_plural(season)}", "present"),
        ))
    if kind == "spent":
        return dot(Pair(f"{subject.en} {spent.en}", french_clause(subject, "passer", spent.fr, "past")))
    return dot(Pair(
        english_clause(subject, "go", f"to {country.capital[0]} by {'train' if 'europe' in country.tags else 'plane'}", "past"),
        french_clause(subject, "aller", f"à {country.capital[1]} en {'train' if 'europe' in country.tags else 'avion'}", "past"),
    ))


def season_plural(season):
    return {"summer": "étés", "winter": "hivers", "spring": "printemps", "autumn": "automnes"}[season.en]


@pattern(4)
def wish_to_see(g):
    country = g.country()
    the = the_country(country)
    subject = g.pronoun("I", "she", "he", "we", "they") if g.chance(0.7) else g.human()
    kind = g.pick(["visit", "ever", "beautiful", "never"])
    if kind == "visit":
        return dot(Pair(
            f"{subject.en} would like to visit {country.en}",
            french_clause(subject, "vouloir", f"visiter {the}", "conditional"),
        ))
    if kind == "ever":
        what = g.pick([(country.en, the), country.capital])
        return ask(Pair(f"have you ever visited {what[0]}", f"avez-vous déjà visité {what[1]}"))
    if kind == "never":
        have = "has" if subject.person == "3s" else "have"
        what = g.pick([(country.en, the), country.capital])
        return dot(Pair(
            f"{subject.en} {have} never visited {what[0]}",
            french_clause(subject, "visiter", what[1], "past", "jamais"),
        ))
    return dot(Pair(f"{country.en} is a beautiful country", f"{the} est un beau pays"))


@pattern(8)
def nationality(g):
    country = g.even(g.countries)
    adjective = country.adjective
    subject = g.human() if g.chance(0.6) else g.pronoun("he", "she", "they", "we")
    kind = g.pick(["is", "question", "but", "born"])
    word = Pair(adjective.en, subject.agree(adjective))
    if kind == "is":
        return dot(be(subject, word, "present", "not" if g.chance(0.25) else ""))
    if kind == "question":
        subject = g.other()
        return ask(is_question(subject, Pair(adjective.en, subject.agree(adjective))))
    other = g.country()
    if other is country or subject.person == "1s":
        return None
    pronoun = subject if subject.is_pronoun else PRONOUNS["she" if subject.gender == "f" else "he"]
    pair = be(subject, word)
    second_en = english_clause(pronoun, "live", f"in {other.en}", "present")
    second_fr = french_clause(pronoun, "habiter", in_country(other), "present")
    return dot(Pair(f"{pair.en}, but {second_en}", f"{pair.fr}, mais {second_fr}"))


@pattern(6)
def speaking(g):
    one, two = g.country("language").adjective, g.country("language").adjective
    subject = g.someone()
    kind = g.pick(["one", "two", "no", "ask", "little"])
    if kind == "ask":
        subject = g.other()
        return ask(Pair(
            f"{'does' if subject.person == '3s' else 'do'} {subject.en} speak {one.en}",
            "est-ce que " + french_clause(subject, "parler", one.forms[0], "present"),
        ))
    if kind == "two":
        if one is two:
            return None
        rest = Pair(f"{one.en} and {two.en}", f"{one.forms[0]} et {two.forms[0]}")
    elif kind == "little":
        rest = Pair(f"a little {one.en}", f"un peu {one.forms[0]}")
    else:
        rest = Pair(one.en, one.forms[0])
    negative = kind == "no"
    return dot(Pair(
        english_clause(subject, "speak", rest.en, "present", "not" if negative else ""),
        french_clause(subject, "parler", rest.fr, "present", "pas" if negative else ""),
    ))


@pattern(3)
def in_language(g):
    adjective = g.country("language").adjective
    language = adjective.forms[0].replace("*", "")
    thing = g.noun("belonging", tag="read")
    pair = np("this", thing)
    e = "e" if thing.gender == "f" else ""
    kind = g.pick(["written", "say", "teach"])
    if kind == "written":
        return dot(Pair(f"{pair.en} is written in {adjective.en}", f"{pair.fr} est écrit{e} en {language}"))
    if kind == "say":
        return ask(Pair(f"how do you say this word in {adjective.en}", f"comment dit-on ce mot en {language}"))
    subject = g.human()
    if subject.kinds & {"child", "elder"}:
        return None
    return dot(Pair(
        english_clause(subject, "teach", adjective.en, "present"),
        french_clause(subject, "enseigner", the_language(adjective), "present"),
    ))


CULTURE = [
    ("film", "film", "m", "watch", "regarder"), ("book", "livre", "m", "read", "lire"),
    ("song", "chanson", "f", "sing", "chanter"), ("newspaper", "journal", "m", "buy", "acheter"),
    ("magazine", "magazine", "m", "buy", "acheter"), ("novel", "roman", "m", "read", "lire"),
    ("song", "chanson", "f", "listen to", "écouter"),
]


@pattern(6)
def culture(g):
    adjective = g.country().adjective
    en, fr, gender, verb, french_verb = g.pick(CULTURE)
    noun = Noun(en, en + "s", fr, fr, gender, frozenset(), "culture")
    pair = np("a", noun, adjective)
    subject = g.someone()
    if subject.kinds & {"child"}:
        return None
    kind = g.pick(["act", "food", "restaurant"])
    if kind == "act":
        tense = g.pick(["past", "progressive", "going"])
        if verb == "buy" and tense == "progressive":
            return None
        first, _, rest = verb.partition(" ")
        return dot(Pair(
            english_clause(subject, first, f"{rest} {pair.en}".strip(), tense),
            french_clause(subject, french_verb, pair.fr,
                          {"progressive": "present"}.get(tense, tense)),
        ))
    cuisine = adjective.agreeing("f", False)
    if kind == "food":
        negative = g.chance(0.3)
        return dot(Pair(
            english_clause(subject, "like", f"{adjective.en} food", "present", "not" if negative else ""),
            french_clause(subject, "aimer", f"la cuisine {cuisine}", "present", "pas" if negative else ""),
        ))
    if adjective.en in ("Norwegian", "Danish", "Finnish", "Scottish", "Dutch"):
        return None
    restaurant = adjective.agreeing("m", False)
    time = calendar.past_days(g)
    if "morning" in time.en or "afternoon" in time.en:
        return None
    article = "an" if adjective.en[0] in "AEIOU" else "a"
    return dot(Pair(
        english_clause(subject, "eat", f"in {article} {adjective.en} restaurant {time.en}", "past"),
        french_clause(subject, "manger", f"dans un restaurant {restaurant} {time.fr}", "past"),
    ))
