# SPDX-License-Identifier: Apache-2.0
"""English nouns, articles and verb forms."""

import re

# base: past, participle (the same when left out), -ing form (when not regular)
IRREGULAR = {
    "be": "was been", "have": "had had", "do": "did done", "go": "went gone",
    "become": "became become", "begin": "began begun", "break": "broke broken",
    "bring": "brought", "build": "built", "buy": "bought", "catch": "caught",
    "come": "came come", "cost": "cost", "cut": "cut", "draw": "drew drawn",
    "drink": "drank drunk", "drive": "drove driven", "eat": "ate eaten", "fall": "fell fallen",
    "feed": "fed", "feel": "felt", "find": "found", "fly": "flew flown",
    "forget": "forgot forgotten", "get": "got", "give": "gave given", "grow": "grew grown",
    "hear": "heard", "hide": "hid hidden", "keep": "kept", "know": "knew known",
    "leave": "left", "lend": "lent", "lie": "lay lain lying", "lose": "lost", "make": "made",
    "meet": "met", "pay": "paid", "put": "put", "read": "read", "ride": "rode ridden",
    "ring": "rang rung", "run": "ran run", "say": "said", "see": "saw seen", "sell": "sold",
    "send": "sent", "set": "set", "show": "showed shown", "sing": "sang sung", "sit": "sat", "sleep": "slept",
    "speak": "spoke spoken", "spend": "spent", "swim": "swam swum", "take": "took taken",
    "teach": "taught", "tell": "told", "think": "thought", "understand": "understood",
    "wake": "woke woken", "wear": "wore worn", "win": "won", "write": "wrote written",
    "travel": "travelled", "hurt": "hurt", "steal": "stole stolen",
}
DOUBLED = set("set get put cut run sit swim shop chat plan begin forget win stop travel jog hug".split())

IRREGULAR_NOUNS = {
    "man": "men", "woman": "women", "child": "children", "mouse": "mice", "goose": "geese",
    "sheep": "sheep", "fish": "fish", "deer": "deer", "knife": "knives", "wolf": "wolves",
    "wife": "wives", "foot": "feet", "tooth": "teeth", "leaf": "leaves", "shelf": "shelves",
}


def plural(noun):
    """The plural of the last word of a noun."""
    head, _, last = noun.rpartition(" ")
    if last in IRREGULAR_NOUNS:
        last = IRREGULAR_NOUNS[last]
    elif re.search(r"(s|x|z|ch|sh|ato)$", last):
        last += "es"
    elif re.search(r"[^aeiou]y$", last):
        last = last[:-1] + "ies"
    else:
        last += "s"
    return f"{head} {last}".strip()


def article(phrase):
    """`a` or `an`, and the phrase."""
    vowel = re.match(r"(?i)[aeiou]|hour|honest", phrase)
    glide = re.match(r"(?i)(uni|use|euro|one\b)", phrase)
    return ("an " if vowel and not glide else "a ") + phrase


def third(verb):
    """The third person singular of the present."""
    if verb in ("have", "be"):
        return {"have": "has", "be": "is"}[verb]
    if re.search(r"(s|x|z|ch|sh|o)$", verb):
        return verb + "es"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + "s"


def _regular_past(verb):
    if verb in DOUBLED:
        return verb + verb[-1] + "ed"
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return verb + "ed"


def past(verb):
    """The simple past."""
    return IRREGULAR[verb].split()[0] if verb in IRREGULAR else _regular_past(verb)


def participle(verb):
    """The past participle."""
    if verb not in IRREGULAR:
        return _regular_past(verb)
    forms = IRREGULAR[verb].split()
    return forms[1] if len(forms) > 1 else forms[0]


def ing(verb):
    """The -ing form."""
    if verb == "lie":
        return "lying"
    if verb in DOUBLED:
        return verb + verb[-1] + "ing"
    if verb.endswith("e") and not verb.endswith(("ee", "be")):
        return verb[:-1] + "ing"
    return verb + "ing"


def finish(text):
    """Folds spaces and begins with a capital."""
    text = re.sub(r" +", " ", text).strip()
    return text[0].upper() + text[1:]
