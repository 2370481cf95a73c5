# SPDX-License-Identifier: Apache-2.0
"""What people do, did and will do: tenses, negation, questions, modals, -ing forms."""

from .. import calendar, english
from ..activities import doing, future_time, past_time, when
from ..core import NOTHING, Pair, clause, english_clause, french_clause, french_infinitive
from ..core import own_english, question
from ..sampler import ask, dot, pattern

OFTEN = [
    Pair("often", "souvent"), Pair("always", "toujours"), Pair("sometimes", "parfois"),
    Pair("rarely", "rarement"),
]
NOW = [
    NOTHING, Pair("now", "maintenant"), Pair("at the moment", "en ce moment"), NOTHING,
]


def lacks(*tags):
    """A test for activities without any of the tags."""
    return lambda activity: not activity.tags & set(tags)


def with_time(pair, time):
    """The time at the end, or in front with a comma."""
    return Pair(f"{pair.en} {time.en}", f"{pair.fr} {time.fr}")


def time_first(pair, time):
    return Pair(f"{time.en}, {pair.en}", f"{time.fr}, {pair.fr}")


@pattern(9)
def habit(g):
    subject = g.someone()
    activity = doing(g, subject, lacks("rare", "once", "big", "lasting"))
    time = when(g, calendar.habits, activity)
    return dot(with_time(clause(subject, activity, "present"), time))


@pattern(5)
def frequency(g):
    subject = g.someone()
    activity = doing(g, subject, lacks("rare", "once", "big", "lasting"))
    adverb = g.pick(OFTEN)
    if adverb.en == "always" and activity.en in ("eat", "drink", "go", "visit"):
        return None
    return dot(clause(subject, activity, "present", adverb=adverb))


@pattern(8)
def progress(g):
    subject = g.someone()
    if subject.en == "you":
        return None
    activity = doing(g, subject, lacks("rare", "still", "big"))
    return dot(with_time(clause(subject, activity, "progressive"), g.pick(NOW)))


@pattern(14)
def past(g):
    subject = g.someone()
    activity = doing(g, subject, lacks("lasting"))
    time = past_time(g, activity)
    pair = clause(subject, activity, "past")
    if (subject.is_pronoun or not subject.kinds) and g.chance(0.15):
        return dot(time_first(pair, time))
    return dot(with_time(pair, time))


@pattern(9)
def future(g):
    subject = g.someone()
    activity = doing(g, subject, lacks("trivial", "lasting"))
    time = future_time(g, activity)
    tense = "future" if activity.en == "go" or g.chance(0.5) else "going"
    return dot(with_time(clause(subject, activity, tense), time))


@pattern(3)
def plan(g):
    subject = g.someone()
    activity = doing(g, subject, lacks("rare", "lasting"))
    return None if activity.en == "go" else dot(clause(subject, activity, "going"))


@pattern(9)
def negation(g):
    subject = g.someone()
    kind = g.pick(["past", "present", "future"])
    activity = doing(g, subject, lacks("rare", "once", "trivial", "big"))
    if kind == "present":
        if g.chance(0.5) or "lasting" in activity.tags:
            return dot(clause(subject, activity, "present", "never"))
        time = when(g, calendar.habits, activity)
        if time.part == "week" or activity.en_rest.startswith(("a ", "an ")):
            return None
        return dot(with_time(clause(subject, activity, "present", "not"), time))
    if "lasting" in activity.tags:
        return None
    if kind == "past":
        time = when(g, calendar.past_near, activity)
        return dot(with_time(clause(subject, activity, "past", "not"), time))
    time = future_time(g, activity)
    return dot(with_time(clause(subject, activity, "future", "not"), time))


@pattern(9)
def yes_or_no(g):
    subject = g.other()
    kind = g.pick(["past", "present", "future", "progressive"])
    if kind == "present":
        activity = doing(g, subject, lacks("rare", "once", "big", "trivial", "lasting"))
        return ask(with_time(question(subject, activity, kind), when(g, calendar.habits, activity)))
    if kind == "past":
        activity = doing(g, subject, lacks("trivial", "lasting"))
        near = calendar.past_months if activity.tags & {"big", "slow"} else calendar.past_near
        return ask(with_time(question(subject, activity, kind), when(g, near, activity)))
    if kind == "future":
        activity = doing(g, subject, lacks("trivial", "rare", "lasting"))
        return ask(with_time(question(subject, activity, kind), future_time(g, activity)))
    activity = doing(g, subject, lacks("rare", "still", "big"))
    return ask(question(subject, activity, kind))


@pattern(2)
def why(g):
    subject = g.other()
    activity = doing(g, subject, lacks("trivial", "big", "once", "rare", "lasting"))
    pair = question(subject, activity, "past")
    return ask(Pair("why " + pair.en, "pourquoi " + pair.fr))


MODALS = [
    (Pair("want", "vouloir"), "present", Pair("to", "")),
    (Pair("would like", "vouloir"), "conditional", Pair("to", "")),
    (Pair("can", "pouvoir"), "present", Pair("", "")),
    (Pair("must", "devoir"), "present", Pair("", "")),
    (Pair("have", "devoir"), "present", Pair("to", "")),
    (Pair("hope", "espérer"), "present", Pair("to", "")),
]


def verb_chain(subject, english_words, verb, tense, activity, link="", negative=""):
    """A finite verb with the activity as infinitive."""
    rest = own_english(subject, activity.en_rest)
    infinitive = french_infinitive(subject, activity.fr, activity.fr_rest, negative)
    return Pair(
        f"{subject.en} {english_words} {activity.en} {rest}",
        french_clause(subject, verb, f"{link} {infinitive}", tense, negative),
    )


@pattern(7)
def modal(g):
    subject = g.someone()
    third = subject.person == "3s"
    activity = doing(g, subject, lacks("rare", "still", "big"))
    words, verb, tense, negative = g.pick([
        ("wants to" if third else "want to", "vouloir", "present", ""),
        ("would like to", "vouloir", "conditional", ""),
        ("must", "devoir", "present", ""),
        ("can't", "pouvoir", "present", "pas"),
        ("doesn't want to" if third else "don't want to", "vouloir", "present", "pas"),
        ("could", "pouvoir", "conditional", ""),
    ])
    if "trivial" in activity.tags and words not in ("must", "want to", "wants to"):
        return None
    if "lasting" in activity.tags and words not in ("would like to", "want to", "wants to"):
        return None
    if words == "must" and activity.en not in DUTIES:
        return None
    time = NOTHING
    # Without a time, `can't` and `could` are of a skill, and French says savoir.
    if (words in ("can't", "could") or g.chance(0.35)) and "trivial" not in activity.tags:
        time = future_time(g, activity)
        if words == "can't" and time.en.startswith("in "):
            return None
    return dot(with_time(verb_chain(subject, words, verb, tense, activity, "", negative), time))


@pattern(5)
def liking(g):
    subject = g.someone()
    third = subject.person == "3s"
    activity = doing(g, subject, lacks("rare", "once", "big", "trivial"))
    if activity.en_rest.startswith(("a ", "an ")) or subject.en == "you":
        return None
    if activity.en in ("leave", "get") or "noon" in activity.tags:
        return None
    verb, fr, negative = g.pick([
        ("like", "aimer", ""), ("hate", "détester", ""), ("love", "adorer", ""),
        ("like", "aimer", "pas"),
    ])
    finite = english.third(verb) if third else verb
    if negative:
        finite = ("doesn't " if third else "don't ") + verb
    rest = own_english(subject, activity.en_rest)
    infinitive = french_infinitive(subject, activity.fr, activity.fr_rest)
    return dot(Pair(
        f"{subject.en} {finite} {english.ing(activity.en)} {rest}",
        french_clause(subject, fr, infinitive, "present", negative),
    ))


LEISURE = {
    "watch", "play", "listen", "swim", "dance", "read", "draw", "run", "ski", "drink",
}
CHORES = {"work", "study", "do", "clean", "tidy", "wash", "iron", "learn", "answer", "water", "cook"}
DUTIES = CHORES | set(
    "prepare make buy phone write send help feed pay set close turn lock brush peel repair cut wait".split()
)
AWKWARD = {"rare", "still", "big", "once", "trivial", "lasting"}


@pattern(3)
def before(g):
    subject = g.someone()
    first = doing(g, subject, lambda found: found.en in LEISURE and not found.tags & AWKWARD)
    second = doing(g, subject, lambda found: found.en in CHORES and not found.tags & AWKWARD)
    link = g.pick([Pair("before", "avant de"), Pair("instead of", "au lieu de")])
    if link.en == "before" and g.chance(0.5):
        first, second = second, first
    rest = own_english(subject, second.en_rest)
    pair = clause(subject, first, "past")
    return dot(Pair(
        f"{pair.en} {link.en} {english.ing(second.en)} {rest}",
        f"{pair.fr} {link.fr} {french_infinitive(subject, second.fr, second.fr_rest)}",
    ))


@pattern(3)
def begun(g):
    subject = g.someone()
    activity = doing(g, subject, lacks("rare", "still", "big", "trivial", "once"))
    verb, fr, link = g.pick([
        ("started", "commencer", "à"), ("stopped", "arrêter", "de"), ("finished", "finir", "de"),
    ])
    if (verb == "finished") != bool({"clean", "wash", "iron", "write"} & {activity.en}):
        return None
    rest = own_english(subject, activity.en_rest)
    infinitive = french_infinitive(subject, activity.fr, activity.fr_rest)
    pair = Pair(
        f"{subject.en} {verb} {english.ing(activity.en)} {rest}",
        french_clause(subject, fr, f"{link} {infinitive}", "past"),
    )
    return dot(with_time(pair, calendar.past_days(g) if g.chance(0.3) else NOTHING))


@pattern(3)
def meanwhile(g):
    one = g.pick([g.name, g.relative, lambda: g.pronoun("I", "he", "she", "we")])()
    owner = one.en.split()[0].lower() if one.kinds else one.possessive
    other = g.relative("adult", "young", "elder", determiner=owner)
    if one.word == other.word or "spouse" in other.kinds:
        return None
    calm = lacks("rare", "still", "big", "once", "lasting", "trivial", "noon", "winter")
    first, second = doing(g, one, calm), doing(g, other, calm)
    if len(f"{first.en_rest} {second.en_rest}".split()) > 6 or first.en == second.en:
        return None
    if "go" in (first.en, second.en):
        return None
    left, right = clause(one, first, "progressive"), clause(other, second, "progressive")
    return dot(Pair(f"{left.en} while {right.en}", f"{left.fr} pendant que {right.fr}"))


@pattern(3)
def if_it_rains(g):
    subject = g.pronoun("we", "they", "I", "she", "he") if g.chance(0.5) else g.someone()
    rain, tag = g.pick([
        (Pair("if it rains", "s'il pleut"), "inside"),
        (Pair("if the weather is nice", "s'il fait beau"), "outside"),
    ])
    activity = doing(
        g, subject,
        lambda found: tag in found.tags
        and not found.tags & {"big", "trivial", "winter", "lasting", "rare", "workday"}
        and not (tag == "inside" and found.en in ("cook", "prepare", "wash")),
    )
    pair = clause(subject, activity, "future")
    return dot(time_first(pair, rain))


@pattern(3)
def just(g):
    subject = g.someone()
    activity = doing(g, subject, lacks("still"))
    rest = own_english(subject, activity.en_rest)
    have = "has" if subject.person == "3s" else "have"
    if activity.en not in (
        "buy", "wash", "clean", "phone", "write", "make", "feed", "read", "win", "find", "sell",
        "paint", "repair", "iron", "order", "answer", "lose", "set", "close", "open",
    ):
        return None
    return dot(Pair(
        f"{subject.en} {have} just {english.participle(activity.en)} {rest}",
        french_clause(subject, activity.fr, activity.fr_rest, "just"),
    ))


@pattern(2)
def since(g):
    subject = g.someone()
    activity = doing(
        g, subject,
        lambda found: found.en in ("play", "study", "learn", "work", "collect")
        and not found.en_rest.startswith(("in the", "with", "on the", "late")),
    )
    learning = activity.en in ("study", "learn")
    time = calendar.durations(g, 2, 5 if learning or subject.kinds & {"child", "young"} else 15)
    have = "has" if subject.person == "3s" else "have"
    rest = own_english(subject, activity.en_rest)
    return dot(Pair(
        f"{subject.en} {have} been {english.ing(activity.en)} {rest} {time.en}",
        french_clause(subject, activity.fr, activity.fr_rest, "present") + " " + time.fr,
    ))
