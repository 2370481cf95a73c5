# SPDX-License-Identifier: Apache-2.0
"""School subjects."""

from ..calendar import PARTS, WORKDAYS
from ..core import Pair, be, english_clause, french_clause, np
from ..french import after_de
from ..sampler import dot, pattern


def subject_of(g):
    """A school subject: its English name, with the French article, after `de` and after `en`."""
    noun = g.even(g.things["subject"])
    bare = noun.fr_plural if noun.always_plural[1] else noun.fr
    return noun.en, np("the", noun).fr, "de " + bare, "en " + bare


@pattern(4)
def lesson(g):
    en, _, of, _ = subject_of(g)
    day, part = g.even(WORKDAYS), g.pick(list(PARTS)[:2])
    who = g.pronoun("I", "she", "he", "we", "they") if g.chance(0.6) else g.relative("young")
    have = "has" if who.person == "3s" else "have"
    time = g.pick([
        Pair(f"on {day.en}", day.fr), Pair(f"on {day.en} {part}", f"{day.fr} {PARTS[part]}"),
    ])
    what = g.pick([Pair("lesson", "un cours"), Pair("exam", "un examen")])
    return dot(Pair(
        f"{who.en} {have} a {en} {what.en} {time.en}",
        french_clause(who, "avoir", f"{what.fr} {of} {time.fr}", "present"),
    ))


@pattern(4)
def favourite(g):
    en, the, of, within = subject_of(g)
    who = g.human() if g.chance(0.8) else g.pronoun("I", "he", "she")
    if who.kinds & {"elder", "adult"}:
        return None
    kind = g.pick(["favourite", "good", "passed", "failed", "study"])
    if kind == "favourite":
        if who.is_pronoun:
            ma = "ma" if who.person == "1s" else "sa"
            return dot(Pair(
                f"{who.possessive} favourite subject is {en}", f"{ma} matière préférée est {the}"
            ))
        return dot(Pair(
            f"{who.en}'s favourite subject is {en}",
            f"la matière préférée {after_de(who.fr)} est {the}",
        ))
    if kind == "good":
        good = "bonne" if who.gender == "f" else "bon"
        return dot(be(who, Pair(f"very good at {en}", f"très {good} {within}")))
    if kind == "study":
        if "child" in who.kinds:
            return None
        return dot(Pair(
            english_clause(who, "study", f"{en} at university", "progressive"),
            french_clause(who, "étudier", f"{the} à l'université", "present"),
        ))
    verb, french_verb = {"passed": ("pass", "réussir"), "failed": ("fail", "rater")}[kind]
    return dot(Pair(
        english_clause(who, verb, f"my {en} exam", "past"),
        french_clause(who, french_verb, f"mon examen {of}", "past"),
    ))


@pattern(2)
def teaches(g):
    en, the, of, _ = subject_of(g)
    who = g.human()
    if who.kinds & {"child", "elder"}:
        return None
    word = "professeure" if who.gender == "f" else "professeur"
    return dot(g.pick([
        Pair(f"{who.en} teaches {en}", french_clause(who, "enseigner", the, "present")),
        be(who, Pair(f"a {en} teacher", f"{word} {of}")),
    ]))
