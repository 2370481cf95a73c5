# SPDX-License-Identifier: Apache-2.0
"""Professions, moods, character and the body."""

from .. import calendar, english
from ..core import PRONOUNS, Pair, be, english_clause, french_clause, is_question, np
from ..core import french_infinitive
from ..french import after_a, after_de, determiner
from ..sampler import ask, dot, pattern

WORKPLACES = {
    "hospital": Pair("in a hospital", "dans un hôpital"),
    "school": Pair("in a small school", "dans une petite école"),
    "theatre": Pair("in a famous theatre", "dans un théâtre célèbre"),
    "restaurant": Pair("in an Italian restaurant", "dans un restaurant italien"),
    "library": Pair("at the university", "à l'université"),
}


def worker(g):
    """Somebody who has a profession, and the profession."""
    subject = g.random.choices(
        (g.pronoun("he", "she"), g.name(), g.relative()), (40, 25, 35)
    )[0]
    if subject.kinds & {"child"} and subject.word not in ("son", "daughter"):
        subject = g.name()
    profession = g.profession(gender=subject.gender)
    while "notjob" in profession.tags and subject.kinds & {"adult", "elder"}:
        profession = g.profession(gender=subject.gender)
    return subject, profession


def english_a(words):
    return english.article(words)


@pattern(9)
def is_a(g):
    subject, profession = worker(g)
    tense = "past" if g.chance(0.12) else "present"
    negative = "not" if g.chance(0.12) else ""
    word = Pair(english_a(profession.en), profession.of(subject.gender))
    if negative and g.chance(0.5):
        other = g.profession(gender=subject.gender)
        if other is profession:
            return None
        who = g.pronoun("he") if subject.gender == "m" else g.pronoun("she")
        pair = be(subject, word, "present", "not")
        return dot(Pair(
            f"{pair.en}, {who.en} is {english_a(other.en)}",
            f"{pair.fr}, {who.fr} est {other.of(subject.gender)}",
        ))
    return dot(be(subject, word, tense, negative))


@pattern(5)
def becoming(g):
    subject, profession = worker(g)
    word = profession.of(subject.gender)
    if "notjob" in profession.tags or "elder" in subject.kinds:
        return None
    number = g.even(calendar.numbers(2, 20))
    choices = [
        (f"wants to become {english_a(profession.en)}", "vouloir", f"devenir {word}", "present"),
        (f"would like to be {english_a(profession.en)}", "vouloir", f"être {word}", "conditional"),
        (f"became {english_a(profession.en)} {number.en} years ago", "devenir",
         f"{word} il y a {number.fr} ans", "past"),
        (f"has been working as {english_a(profession.en)} for {number.en} years", "travailler",
         f"comme {word} depuis {number.fr} ans", "present"),
        (f"dreams of becoming {english_a(profession.en)}", "rêver", f"de devenir {word}", "present"),
        (f"will never be {english_a(profession.en)}", "être", f"{word}", "future"),
    ]
    if "child" in subject.kinds:
        choices = choices[:2] + choices[4:5]
    en, verb, rest, tense = g.pick(choices)
    negative = "jamais" if "never" in en else ""
    return dot(Pair(f"{subject.en} {en}", french_clause(subject, verb, rest, tense, negative)))


@pattern(3)
def is_she_a(g):
    if g.chance(0.5):
        subject = g.possessed("your", g.even(
            [n for n in g.people["family"] if "child" not in n.tags]))
    else:
        subject = g.name() if g.chance(0.5) else g.pronoun("he", "she")
    profession = g.profession(gender=subject.gender)
    return ask(is_question(
        subject, Pair(english_a(profession.en), profession.of(subject.gender))))


@pattern(4)
def workplace(g):
    profession, country = g.even(g.professions), g.country()
    place = Pair(f"in {country.capital[0]}", f"à {country.capital[1]}")
    if profession.tags & WORKPLACES.keys() and g.chance(0.5):
        place = next(WORKPLACES[tag] for tag in sorted(profession.tags) if tag in WORKPLACES)
    gender = "f" if "woman" in profession.tags else "m" if "man" in profession.tags else g.even("fm")
    subject = g.name(gender) if g.chance(0.5) else g.relative("adult", "young")
    if subject.gender != gender or subject.kinds & {"child"}:
        return None
    word = profession.of(gender)
    return dot(Pair(
        f"{subject.en} is {english_a(profession.en)} {place.en}",
        f"{subject.fr} est {word} {place.fr}",
    ))


@pattern(5)
def hiring(g):
    profession = g.profession("hire")
    word = profession.of("m" if profession.gender == "m" else "f")
    gender = profession.gender
    a = "une" if gender == "f" else "un"
    good = "bonne" if gender == "f" else "bon"
    subject = g.pronoun("I", "we", "they", "he", "she")
    kind = g.pick(["need", "look", "good", "call"])
    if kind == "need":
        verb = "needs" if subject.person == "3s" else "need"
        return dot(Pair(
            f"{subject.en} {verb} {english_a(profession.en)}",
            french_clause(subject, "avoir", f"besoin d'{a} {word}", "present"),
        ))
    if kind == "look":
        return dot(Pair(
            english_clause(subject, "look", f"for {english_a('good ' + profession.en)}", "progressive"),
            french_clause(subject, "chercher", f"{a} {good} {word}", "present"),
        ))
    if kind == "good":
        return ask(Pair(f"do you know {english_a('good ' + profession.en)}",
                        f"est-ce que vous connaissez {a} {good} {word}"))
    article = determiner("the", gender, False, word)
    return dot(Pair(
        english_clause(subject, "phone", f"the {profession.en}", "going"),
        french_clause(subject, "téléphoner", after_a(article + word), "going"),
    ))


@pattern(4)
def professional_character(g):
    subject = g.professional()
    one = g.adjective("character")
    two = g.adjective("character")
    if g.chance(0.4):
        if one.tags != two.tags or one is two:
            return None
        return dot(be(subject, Pair(f"{one.en} and {two.en}", f"{subject.agree(one)} et {subject.agree(two)}")))
    return dot(be(subject, Pair(f"very {one.en}", f"très {subject.agree(one)}")))


@pattern(3)
def famous(g):
    profession = g.profession("artist")
    country = g.country()
    gender = "f" if "woman" in profession.tags else "m"
    subject = g.pronoun("she") if gender == "f" else g.pronoun("he")
    if not profession.tags & {"man", "woman"}:
        subject = g.pronoun("he", "she")
    word = profession.of(subject.gender)
    nation = country.adjective.agreeing(subject.gender, False)
    a = "une" if subject.gender == "f" else "un"
    return dot(Pair(
        f"{subject.en} is {english_a('famous ' + country.adjective.en + ' ' + profession.en)}",
        f"c'est {a} célèbre {word} {nation}",
    ))


@pattern(9)
def mood(g):
    adjective = g.adjective("mood")
    subject = g.someone()
    time, tense = g.pick([
        (Pair("today", "aujourd'hui"), "present"), (Pair("this morning", "ce matin"), "present"),
        (Pair("yesterday", "hier"), "past"), (Pair("last night", "hier soir"), "past"),
        (Pair("yesterday morning", "hier matin"), "past"), (Pair("", ""), "present"),
    ])
    if adjective.en in ("ready", "disappointed", "surprised", "alone", "angry"):
        time, tense = Pair("", ""), g.pick(["present", "past"])
    negative = "not" if g.chance(0.15) and adjective.en not in ("disappointed", "surprised") else ""
    very = Pair("very ", "très ") if g.chance(0.3) and not negative and adjective.en not in (
        "ready", "alone", "late", "angry") else Pair("", "")
    if not very.en and not time.en and subject.en == "I":
        return None
    pair = be(subject, Pair(very.en + adjective.en, very.fr + subject.agree(adjective)), tense, negative)
    return dot(Pair(f"{pair.en} {time.en}", f"{pair.fr} {time.fr}"))


@pattern(3)
def mood_question(g):
    adjective = g.adjective("mood", "tired", "happy", "sad", "busy", "ill", "ready", "nervous",
                            "late", "angry", "worried", "alone")
    subject = g.other()
    if g.chance(0.35):
        pair = is_question(subject, Pair(adjective.en, subject.agree(adjective)))
        return ask(Pair("why " + pair.en, "pourquoi " + pair.fr))
    return ask(is_question(subject, Pair(adjective.en, subject.agree(adjective))))


@pattern(4)
def because(g):
    subject = g.human()
    who = PRONOUNS["she" if subject.gender == "f" else "he"]
    feeling, cause = g.pick([
        ("tired", [("worked all night", "travailler", "toute la nuit", "past"),
                   ("walked for a long time", "marcher", "longtemps", "past")]),
        ("happy", [("passed the exam", "réussir", "l'examen", "past"), ("won the match", "gagner", "le match", "past"),
                   ("found a job", "trouver", "un emploi", "past")]),
        ("sad", [("lost the match", "perdre", "le match", "past"), ("failed the exam", "rater", "l'examen", "past")]),
        ("late", [("missed the bus", "rater", "le bus", "past"), ("missed the train", "rater", "le train", "past"),
                  ("forgot the time", "oublier", "l'heure", "past")]),
        ("worried", [("lost the key", "perdre", "la clé", "past"), ("forgot the appointment", "oublier", "le rendez-vous", "past")]),
    ])
    english_words, verb, rest, tense = g.pick(cause)
    adjective = g.adjective("mood", feeling)
    pair = be(subject, Pair(adjective.en, subject.agree(adjective)))
    why = french_clause(who, verb, rest, tense)
    return dot(Pair(f"{pair.en} because {who.en} {english_words}", f"{pair.fr} parce que {why}"))


@pattern(5)
def character(g):
    subject = g.name() if g.chance(0.4) else g.relative()
    if g.chance(0.25):
        subject = g.person() if g.chance(0.5) else g.group()
    one, two = g.adjective("character"), g.adjective("character")
    kind = g.pick(["one", "but", "and"])
    if kind == "one":
        return dot(be(subject, Pair(f"very {one.en}", f"très {subject.agree(one)}")))
    if one is two or (one.tags == two.tags) == (kind == "but"):
        return None
    fr = f"{subject.agree(one)} {'mais' if kind == 'but' else 'et'} {subject.agree(two)}"
    return dot(be(subject, Pair(f"{one.en} {kind} {two.en}", fr)))


@pattern(5)
def compared(g):
    one, other = g.name() if g.chance(0.5) else g.relative(), g.name()
    adjective, more = g.pick([
        (g.adjective("body", "tall"), "taller"), (g.adjective("body", "strong"), "stronger"),
        (g.adjective("body", "young"), "younger"), (g.adjective("body", "rich"), "richer"),
        (g.adjective("body", "famous"), "more famous"),
        (g.adjective("character", "patient"), "more patient"),
        (g.adjective("character", "kind"), "kinder"), (g.adjective("character", "shy"), "shyer"),
    ])
    than = Pair(other.en, other.fr)
    if not one.kinds and g.chance(0.6):
        kin = g.even([n for n in g.people["family"] if n.en in (
            "brother", "sister", "mother", "father", "uncle", "aunt")])
        than = np(one.possessive, kin)
        if more == "younger" and kin.en not in ("brother", "sister"):
            return None
    if one.en == than.en or one.kinds and "young" not in one.kinds and more == "younger":
        return None
    if "child" in one.kinds and more in ("richer", "more famous", "stronger"):
        return None
    return dot(Pair(
        f"{one.en} is {more} than {than.en}", f"{one.fr} est plus {one.agree(adjective)} que {than.fr}"
    ))


@pattern(5)
def feeling(g):
    subject = g.someone()
    words = g.pick([
        ("hungry", "faim"), ("thirsty", "soif"), ("cold", "froid"), ("sleepy", "sommeil"),
        ("hot", "chaud"), ("afraid", "peur"),
    ])
    time = g.pick([Pair("", ""), Pair("this morning", "ce matin"), Pair("today", "aujourd'hui")])
    negative = "not" if g.chance(0.25) else ""
    adverb = Pair("very ", "très ") if not negative and g.chance(0.5) else Pair("", "")
    if negative and time.en == "" and subject.en in ("I", "you", "we"):
        time = Pair("today", "aujourd'hui")
    if not negative and not adverb.en and not time.en:
        return None
    if words[0] == "afraid":
        time = Pair("of the dark", "du noir")
        adverb = Pair("", "")
    pair = be(subject, Pair(adverb.en + words[0], ""), "present", negative)
    french = french_clause(subject, "avoir", f"{adverb.fr}{words[1]} {time.fr}", "present",
                           "pas" if negative else "")
    return dot(Pair(f"{pair.en} {time.en}", french))


@pattern(7)
def ache(g):
    part = g.even([n for n in g.things["body"] if "ache" in n.tags])
    subject = g.pronoun("I", "he", "she") if g.chance(0.4) else g.human()
    whose = f"{subject.possessive} {part.en}" if subject.is_pronoun else f"{subject.en}'s {part.en}"
    verb, tense, time = g.pick([
        ("hurts", "present", Pair("today", "aujourd'hui")),
        ("hurts", "present", Pair("", "")),
        ("hurts", "present", Pair("this morning", "ce matin")),
        ("hurt", "imperfect", Pair("yesterday", "hier")),
        ("hurt", "imperfect", Pair("last night", "hier soir")),
    ])
    return dot(Pair(
        f"{whose} {verb} {time.en}",
        french_clause(subject, "avoir", f"mal {after_a(np('the', part).fr)} {time.fr}", tense),
    ))


@pattern(3)
def broken_bone(g):
    part = g.noun("body", tag="break")
    subject = g.human() if g.chance(0.8) else PRONOUNS["I"]
    verb = ("broke", "casser") if part.en not in ("foot", "back", "shoulder") else ("hurt", "blesser")
    if verb[1] == "blesser":
        fr = french_clause(subject, "se faire", f"mal {after_a(np('the', part).fr)}", "past", agreement=False)
    else:
        fr = french_clause(subject, "se casser", np("the", part).fr, "past", agreement=False)
    where = g.pick([
        Pair("playing football", "en jouant au football"), Pair("playing rugby", "en jouant au rugby"),
        Pair("", ""), Pair("last week", "la semaine dernière"), Pair("on the stairs", "dans l'escalier"),
        Pair("while skiing", "en skiant"), Pair("yesterday", "hier"), Pair("last winter", "l'hiver dernier"),
    ])
    if "elder" in subject.kinds and "play" in where.en + "ski":
        where = Pair("on the stairs", "dans l'escalier")
    return dot(Pair(
        f"{subject.en} {verb[0]} {np(subject.possessive, part).en} {where.en}", f"{fr} {where.fr}"
    ))


@pattern(3)
def looks(g):
    subject = g.human()
    eyes = g.pick([Pair("blue eyes", "les yeux bleus"), Pair("green eyes", "les yeux verts"),
                   Pair("brown eyes", "les yeux marron"), Pair("grey eyes", "les yeux gris")])
    hair = g.pick([Pair("long hair", "les cheveux longs"), Pair("short hair", "les cheveux courts"),
                   Pair("black hair", "les cheveux noirs"), Pair("blond hair", "les cheveux blonds"),
                   Pair("red hair", "les cheveux roux"), Pair("white hair", "les cheveux blancs")])
    if "elder" not in subject.kinds and hair.en == "white hair":
        return None
    what = g.pick([eyes, hair, Pair(f"{eyes.en} and {hair.en}", f"{eyes.fr} et {hair.fr}")])
    return dot(Pair(f"{subject.en} has {what.en}", french_clause(subject, "avoir", what.fr, "present")))
