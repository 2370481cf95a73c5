# SPDX-License-Identifier: Apache-2.0
"""French conjugation. Persons are 1s, 3s, 1p, 2p and 3p: the corpus never says `tu`."""

import re

PERSONS = ("1s", "3s", "1p", "2p", "3p")

# present of the five persons; stems of imparfait and futur; participle
IRREGULAR = {
    "être": "suis est sommes êtes sont; ét ser été",
    "avoir": "ai a avons avez ont; av aur eu",
    "aller": "vais va allons allez vont; all ir allé",
    "faire": "fais fait faisons faites font; fais fer fait",
    "dire": "dis dit disons dites disent; dis dir dit",
    "lire": "lis lit lisons lisez lisent; lis lir lu",
    "écrire": "écris écrit écrivons écrivez écrivent; écriv écrir écrit",
    "boire": "bois boit buvons buvez boivent; buv boir bu",
    "voir": "vois voit voyons voyez voient; voy verr vu",
    "croire": "crois croit croyons croyez croient; croy croir cru",
    "pouvoir": "peux peut pouvons pouvez peuvent; pouv pourr pu",
    "vouloir": "veux veut voulons voulez veulent; voul voudr voulu",
    "devoir": "dois doit devons devez doivent; dev devr dû",
    "savoir": "sais sait savons savez savent; sav saur su",
    "recevoir": "reçois reçoit recevons recevez reçoivent; recev recevr reçu",
    "connaître": "connais connaît connaissons connaissez connaissent; connaiss connaîtr connu",
    "prendre": "prends prend prenons prenez prennent; pren prendr pris",
    "mettre": "mets met mettons mettez mettent; mett mettr mis",
    "venir": "viens vient venons venez viennent; ven viendr venu",
    "tenir": "tiens tient tenons tenez tiennent; ten tiendr tenu",
    "partir": "pars part partons partez partent; part partir parti",
    "sortir": "sors sort sortons sortez sortent; sort sortir sorti",
    "dormir": "dors dort dormons dormez dorment; dorm dormir dormi",
    "servir": "sers sert servons servez servent; serv servir servi",
    "mentir": "mens ment mentons mentez mentent; ment mentir menti",
    "sentir": "sens sent sentons sentez sentent; sent sentir senti",
    "courir": "cours court courons courez courent; cour courr couru",
    "ouvrir": "ouvre ouvre ouvrons ouvrez ouvrent; ouvr ouvrir ouvert",
    "offrir": "offre offre offrons offrez offrent; offr offrir offert",
    "conduire": "conduis conduit conduisons conduisez conduisent; conduis conduir conduit",
    "construire": "construis construit construisons construisez construisent;"
                  " construis construir construit",
    "traduire": "traduis traduit traduisons traduisez traduisent; traduis traduir traduit",
    "vivre": "vis vit vivons vivez vivent; viv vivr vécu",
    "rire": "ris rit rions riez rient; ri rir ri",
    "suivre": "suis suit suivons suivez suivent; suiv suivr suivi",
    "mourir": "meurs meurt mourons mourez meurent; mour mourr mort",
    "naître": "nais naît naissons naissez naissent; naiss naîtr né",
    "peindre": "peins peint peignons peignez peignent; peign peindr peint",
    "éteindre": "éteins éteint éteignons éteignez éteignent; éteign éteindr éteint",
    "plaire": "plais plaît plaisons plaisez plaisent; plais plair plu",
    "asseoir": "assieds assied asseyons asseyez asseyent; assey assiér assis",
    "envoyer": "envoie envoie envoyons envoyez envoient; envoy enverr envoyé",
}
PREFIXED = {
    "apprendre": ("ap", "prendre"), "comprendre": ("com", "prendre"),
    "permettre": ("per", "mettre"), "promettre": ("pro", "mettre"),
    "revenir": ("re", "venir"), "devenir": ("de", "venir"), "appartenir": ("appar", "tenir"),
    "sourire": ("sou", "rire"), "endormir": ("en", "dormir"), "relire": ("re", "lire"), "couvrir": ("c", "ouvrir"),
}
DOUBLING = ("appeler", "jeter", "rappeler")
WITH_ETRE = set(
    "aller venir revenir devenir arriver partir entrer rentrer sortir rester tomber naître mourir"
    " retourner monter descendre".split()
)

FUTURE = dict(zip(PERSONS, ("ai", "a", "ons", "ez", "ont")))
IMPERFECT = dict(zip(PERSONS, ("ais", "ait", "ions", "iez", "aient")))
STRONG = ("1s", "3s", "3p")


def _strong_stem(stem, verb):
    """The stem of an -er verb before a silent ending."""
    if verb in DOUBLING:
        return stem + stem[-1]
    if re.search(r"[oua]y$", stem):
        return stem[:-1] + "i"
    if match := re.search(r"[eé]([bcdfglmnprstv]|ch|gn)$", stem):
        return stem[: match.start()] + "è" + match.group(1)
    return stem


def _soft(stem, ending):
    """Keeps g and c soft before a and o."""
    if ending[0] in "ao":
        if stem.endswith("g"):
            return stem + "e" + ending
        if stem.endswith("c"):
            return stem[:-1] + "ç" + ending
    return stem + ending


def _er(verb, person, tense):
    stem = verb[:-2]
    if tense == "present":
        ending = dict(zip(PERSONS, ("e", "e", "ons", "ez", "ent")))[person]
        return _soft(_strong_stem(stem, verb) if person in STRONG else stem, ending)
    if tense == "imperfect":
        return _soft(stem, IMPERFECT[person])
    future = stem if re.search(r"é[a-z]{1,2}$", stem) else _strong_stem(stem, verb)
    return future + "er" + (FUTURE if tense == "future" else IMPERFECT)[person]


def _ir(verb, person, tense):
    stem = verb[:-1]
    if tense == "present":
        return stem + dict(zip(PERSONS, ("s", "t", "ssons", "ssez", "ssent")))[person]
    if tense == "imperfect":
        return stem + "ss" + IMPERFECT[person]
    return verb + (FUTURE if tense == "future" else IMPERFECT)[person]


def _re(verb, person, tense):
    stem = verb[:-2]
    if tense == "present":
        return stem + dict(zip(PERSONS, ("s", "", "ons", "ez", "ent")))[person]
    if tense == "imperfect":
        return stem + IMPERFECT[person]
    return verb[:-1] + (FUTURE if tense == "future" else IMPERFECT)[person]


def conjugate(verb, person, tense):
    """A simple tense: present, imperfect, future or conditional."""
    if verb in PREFIXED:
        prefix, base = PREFIXED[verb]
        return prefix + conjugate(base, person, tense)
    if verb in IRREGULAR:
        present, stems = IRREGULAR[verb].split(";")
        imperfect, future, _ = stems.split()
        if tense == "present":
            return dict(zip(PERSONS, present.split()))[person]
        if tense == "imperfect":
            return imperfect + IMPERFECT[person]
        return future + (FUTURE if tense == "future" else IMPERFECT)[person]
    return {"er": _er, "ir": _ir, "re": _re}[verb[-2:]](verb, person, tense)


def participle(verb):
    """The past participle, masculine singular."""
    if verb in PREFIXED:
        prefix, base = PREFIXED[verb]
        return prefix + participle(base)
    if verb in IRREGULAR:
        return IRREGULAR[verb].split()[-1]
    return verb[:-2] + {"er": "é", "ir": "i", "re": "u"}[verb[-2:]]


def agree(word, gender, is_plural):
    """A participle in gender and number."""
    word = word.replace("dû", "du") if gender == "f" or is_plural else word
    if gender == "f":
        word += "e"
    return word if not is_plural or word[-1] in "sx" else word + "s"
