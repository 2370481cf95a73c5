# SPDX-License-Identifier: Apache-2.0
"""Pronouns as objects, requests, opinions, and what one says to one another."""

from .. import calendar, english
from ..core import OBJECTS, PRONOUNS, TONIC, Pair, english_clause, french_clause, np
from ..french import after_de
from ..sampler import ask, dot, pattern

DIRECT = {"I": "me", "you": "vous", "he": "le", "she": "la", "we": "nous", "they": "les"}
INDIRECT = {"I": "me", "you": "vous", "he": "lui", "she": "lui", "we": "nous", "they": "leur"}


def two_people(g):
    """A subject and a pronoun for another person."""
    while True:
        subject = g.someone()
        other = g.pronoun("he", "she", "they", "you", "I", "we")
        first, second = {"1s", "1p"}, {"2p"}
        if {subject.person, other.person} <= first or {subject.person, other.person} <= second:
            continue
        if subject.is_pronoun and subject.person == other.person:
            continue
        return subject, other


ON_PEOPLE = [
    ("know", "connaître", "well", "bien"), ("help", "aider", "", ""), ("love", "aimer", "", ""),
    ("understand", "comprendre", "", ""), ("wait for", "attendre", "", ""), ("see", "voir", "", ""),
    ("listen to", "écouter", "", ""), ("look for", "chercher", "", ""), ("invite", "inviter", "", ""),
    ("thank", "remercier", "", ""), ("forget", "oublier", "", ""), ("find", "trouver", "", ""),
    ("call", "appeler", "", ""), ("visit", "voir", "", ""), ("watch", "regarder", "", ""),
]


@pattern(8)
def direct_object(g):
    subject, other = two_people(g)
    verb, fr, en_tail, fr_tail = g.pick(ON_PEOPLE)
    if verb == "visit":
        return None
    first, _, particle = verb.partition(" ")
    him = f"{particle} {OBJECTS[other.en]}".strip()
    clitic = DIRECT[other.en]
    tense = g.pick(["present", "past", "future", "not"])
    if tense == "present":
        if verb in ("wait for", "look for", "listen to", "watch"):
            return dot(Pair(english_clause(subject, first, him, "progressive"),
                            french_clause(subject, fr, "", "present", clitic=clitic)))
        if verb in ("find", "invite", "see", "call", "thank", "help", "forget"):
            adverb = g.pick([Pair("often", "souvent"), Pair("always", "toujours"), Pair("sometimes", "parfois")])
            if verb in ("find", "thank", "forget"):
                adverb = Pair("always", "toujours")
            return dot(Pair(english_clause(subject, first, him, "present", "", adverb.en),
                            french_clause(subject, fr, "", "present", "", adverb.fr, clitic=clitic)))
        return dot(Pair(f"{english_clause(subject, first, him, 'present')} {en_tail}",
                        french_clause(subject, fr, fr_tail, "present", clitic=clitic)))
    if tense == "not":
        if verb in ("love", "know", "understand"):
            return dot(Pair(english_clause(subject, first, him, "present", "not"),
                            french_clause(subject, fr, "", "present", "pas", clitic=clitic)))
        agreement = None if other.person in ("1s", "2p") else (other.gender, other.plural)
        return dot(Pair(english_clause(subject, first, him, "past", "not"),
                        french_clause(subject, fr, "", "past", "pas", clitic=clitic, agreement=agreement)))
    if tense == "future" and verb in ("love", "know", "understand", "forget", "look for", "find"):
        return None
    far = verb in ("see", "invite", "call", "help", "thank")
    time = calendar.past_days(g) if tense == "past" else calendar.future_days(g)
    if time.part == "far" and not far:
        return None
    if verb == "forget":
        time = Pair("", "")
    if verb in ("love", "know", "understand"):
        time = Pair("", "")
        if verb != "understand":
            return None
    agreement = None if other.person in ("1s", "2p") else (other.gender, other.plural)
    if tense == "future":
        agreement = None
    return dot(Pair(f"{english_clause(subject, first, him, tense)} {time.en}",
                    french_clause(subject, fr, time.fr, tense, clitic=clitic, agreement=agreement)))


GIVEN = [
    ("give", "donner", ["book|un livre", "key|une clé", "present|un cadeau", "ticket|un billet", "cake|un gâteau"]),
    ("send", "envoyer", ["letter|une lettre", "postcard|une carte postale", "parcel|un colis", "photo|une photo"]),
    ("show", "montrer", ["photo|une photo", "map|une carte", "film|un film", "letter|une lettre"]),
    ("lend", "prêter", ["book|un livre", "umbrella|un parapluie", "bicycle|un vélo", "pen|un stylo", "dictionary|un dictionnaire"]),
    ("write", "écrire", ["letter|une lettre", "long letter|une longue lettre", "postcard|une carte postale"]),
    ("tell", "raconter", ["story|une histoire", "long story|une longue histoire", "joke|une blague"]),
    ("bring", "apporter", ["present|un cadeau", "newspaper|un journal", "sandwich|un sandwich", "cup of tea|une tasse de thé",
                           "glass of water|un verre d'eau"]),
]


@pattern(7)
def indirect_object(g):
    subject, other = two_people(g)
    verb, fr, things = g.pick(GIVEN)
    what = Pair(*g.pick(things).split("|"))
    rest = f"{OBJECTS[other.en]} {english.article(what.en)}"
    tense = g.pick(["past", "future", "going", "not"])
    negative = ""
    if tense == "not":
        tense, negative = "past", "not"
    fr_rest = what.fr
    if negative:
        bare = what.fr.split(" ", 1)[1]
        fr_rest = f"de {bare}"
    time = g.pick([Pair("", ""), calendar.past_days(g)]) if tense == "past" else g.pick(
        [Pair("", ""), calendar.future_days(g)])
    far = getattr(time, "part", "") == "far" and verb not in ("send", "write")
    if negative or far or verb == "tell" and tense != "past" or what.en in ("cup of tea", "glass of water"):
        time = Pair("", "")
    return dot(Pair(f"{english_clause(subject, verb, rest, tense, negative)} {time.en}",
                    french_clause(subject, fr, f"{fr_rest} {time.fr}", tense, "pas" if negative else "",
                                  clitic=INDIRECT[other.en])))


@pattern(4)
def with_whom(g):
    subject, other = two_people(g)
    him, lui = OBJECTS[other.en], TONIC[other.en]
    act = g.pick([
        ("work", "travailler", "with", "avec"), ("dance", "danser", "with", "avec"), ("live", "habiter", "near", "près de"),
        ("think", "penser", "of", "à"), ("come", "venir", "with", "avec"), ("play", "jouer", "with", "avec"),
        ("travel", "voyager", "with", "avec"), ("leave", "partir", "without", "sans"),
        ("start", "commencer", "without", "sans"), ("sit", "s'asseoir", "next to", "à côté de"),
        ("talk", "parler", "about", "de"), ("arrive", "arriver", "before", "avant"), ("arrive", "arriver", "after", "après"),
    ])
    en, fr, prep, fr_prep = act
    fr = fr.replace("s'", "se ")
    if subject.person == "3s" and not subject.is_pronoun and other.person == "1s" and prep == "near":
        return None
    if en == "play" and subject.kinds & {"adult", "elder"}:
        return None
    tense = g.pick(["present", "past", "future"])
    if en in ("leave", "start", "sit", "arrive", "come") and tense == "present":
        tense = "past"
    if en in ("live", "think", "work") and tense != "present":
        tense = "present"
    if tense == "present" and en in ("play", "dance", "talk", "travel", "think"):
        return dot(Pair(english_clause(subject, en, f"{prep} {him}", tense, "", "often"),
                        french_clause(subject, fr, f"{fr_prep} {lui}", tense, "", "souvent")))
    return dot(Pair(english_clause(subject, en, f"{prep} {him}", tense),
                    french_clause(subject, fr, f"{fr_prep} {lui}", tense)))


@pattern(4)
def belonging(g):
    noun = g.noun("belonging", tag="lose") if g.chance(0.6) else g.noun("clothes")
    this = np("this", noun)
    several_en, several_fr = noun.always_plural
    whose = g.pick([("mine", "moi", ""), ("yours", "vous", ""), ("his", "lui", ""), ("hers", "elle", ""),
                    ("ours", "nous", ""), ("theirs", "eux", "")])
    verb = ("are" if several_en else "is", "sont" if several_fr else "est")
    if "woman" in noun.tags and whose[0] != "hers":
        return None
    if noun.field == "clothes" and whose[0] in ("ours", "theirs") or "man" in noun.tags and whose[0] == "hers" or (
            "woman" in noun.tags and whose[0] == "his"):
        return None
    kind = g.pick(["yes", "no", "ask", "name"])
    if kind == "yes":
        return dot(Pair(f"{this.en} {verb[0]} {whose[0]}", f"{this.fr} {verb[1]} à {whose[1]}"))
    if kind == "no":
        return dot(Pair(f"{this.en} {verb[0]}n't {whose[0]}", f"{this.fr} ne {verb[1]} pas à {whose[1]}"))
    if kind == "ask":
        return ask(Pair(f"{verb[0]} {this.en} {whose[0]}", f"est-ce que {this.fr} {verb[1]} à {whose[1]}"))
    name = g.name("m" if "man" in noun.tags else "f" if "woman" in noun.tags else None)
    belongs = "belong" if several_en else "belongs"
    fr = "appartiennent" if several_fr else "appartient"
    return dot(Pair(f"{this.en} {belongs} to {name.en}", f"{this.fr} {fr} à {name.fr}"))


@pattern(4)
def opinion(g):
    thing = g.pick([
        ("film", "film", "m", "interesting boring long"), ("book", "livre", "m", "interesting boring long difficult useful"),
        ("lesson", "leçon", "f", "interesting boring difficult easy useful"), ("exam", "examen", "m", "difficult easy long"),
        ("question", "question", "f", "difficult easy interesting"), ("exercise", "exercice", "m", "difficult easy useful"),
        ("journey", "voyage", "m", "long interesting"), ("story", "histoire", "f", "long interesting boring"),
        ("meeting", "réunion", "f", "long boring useful"), ("play", "pièce", "f", "long boring interesting"),
        ("exhibition", "exposition", "f", "interesting boring"), ("concert", "concert", "m", "long"),
        ("match", "match", "m", "interesting boring"), ("chair", "chaise", "f", "comfortable"),
        ("hotel", "hôtel", "m", "comfortable expensive modern clean quiet"), ("bed", "lit", "m", "comfortable"),
        ("armchair", "fauteuil", "m", "comfortable expensive"), ("suitcase", "valise", "f", "heavy empty"),
        ("bag", "sac", "m", "heavy empty expensive"), ("street", "rue", "f", "quiet long dirty"),
        ("town", "ville", "f", "quiet modern beautiful"), ("restaurant", "restaurant", "m", "expensive closed quiet"),
        ("flat", "appartement", "m", "modern comfortable expensive quiet"), ("journey", "voyage", "m", "long"),
    ])
    adjective = g.adjective("thing", *thing[3].split())
    fr_word = adjective.agreeing(thing[2], False)
    tense = g.pick(["present", "past", "not"])
    from ..lexicon import Noun
    noun = Noun(thing[0], "", thing[1], "", thing[2], frozenset(), "")
    pair = np(g.pick(["this", "the"]), noun)
    if adjective.en in ("empty", "closed", "broken"):
        return dot(Pair(f"{pair.en} is {adjective.en}", f"{pair.fr} est {fr_word}"))
    adverb = g.pick([Pair("very", "très"), Pair("too", "trop"), Pair("really", "vraiment"), Pair("quite", "assez")])
    if adverb.en == "too" and adjective.en in ("interesting", "useful", "comfortable", "beautiful", "clean"):
        adverb = Pair("very", "très")
    if tense == "not":
        return dot(Pair(f"{pair.en} isn't very {adjective.en}", f"{pair.fr} n'est pas très {fr_word}"))
    was = ("is", "est") if tense == "present" else ("was", "était")
    return dot(Pair(f"{pair.en} {was[0]} {adverb.en} {adjective.en}", f"{pair.fr} {was[1]} {adverb.fr} {fr_word}"))


SKILLS = [
    ("swim", "nager"), ("drive", "conduire"), ("cook", "cuisiner"), ("ski", "skier"), ("dance", "danser"),
    ("ride a bicycle", "faire du vélo"), ("ride a horse", "monter à cheval"), ("read", "lire"), ("write", "écrire"),
    ("sing well", "bien chanter"), ("draw", "dessiner"), ("play chess", "jouer aux échecs"),
    ("play cards", "jouer aux cartes"), ("repair a bicycle", "réparer un vélo"), ("make pancakes", "faire des crêpes"),
    ("make jam", "faire de la confiture"), ("sew", "coudre"), ("play the piano", "jouer du piano"),
    ("play the guitar", "jouer de la guitare"), ("play the violin", "jouer du violon"),
]


@pattern(5)
def skill(g):
    en, fr = g.pick(SKILLS)
    subject = g.someone()
    if en in ("drive",) and "child" in subject.kinds:
        return None
    if en in ("read", "write"):
        subject = g.relative("child")
    kind = g.pick(["can", "can't", "ask", "learn"])
    if kind == "can":
        return dot(Pair(f"{subject.en} can {en}", french_clause(subject, "savoir", fr, "present")))
    if kind == "can't":
        negative_fr = fr.replace("faire du vélo", "faire du vélo")
        return dot(Pair(f"{subject.en} can't {en}", french_clause(subject, "savoir", negative_fr, "present", "pas")))
    if kind == "ask":
        if en not in ("read", "write"):
            subject = g.other()
        if en == "drive" and "child" in subject.kinds:
            return None
        return ask(Pair(f"can {subject.en} {en}", "est-ce que " + french_clause(subject, "savoir", fr, "present")))
    if en == "sing well" or en in ("read", "write") and "child" not in subject.kinds or "elder" in subject.kinds:
        return None
    return dot(Pair(english_clause(subject, "learn", f"to {en}", "progressive"),
                    french_clause(subject, "apprendre", f"à {fr}", "present")))


REQUESTS = [
    ("open the window", "ouvrir la fenêtre"), ("close the door", "fermer la porte"), ("speak more slowly", "parler plus lentement"),
    ("help me", "m'aider"), ("repeat the question", "répéter la question"), ("wait here", "attendre ici"),
    ("call a taxi", "appeler un taxi"), ("turn off the light", "éteindre la lumière"), ("write your name", "écrire votre nom"),
    ("read this letter", "lire cette lettre"), ("show me the map", "me montrer la carte"), ("bring me some water", "m'apporter de l'eau"),
    ("turn off the radio", "éteindre la radio"), ("explain this word", "expliquer ce mot"), ("call the doctor", "appeler le médecin"),
    ("come back tomorrow", "revenir demain"), ("sign here", "signer ici"), ("translate this sentence", "traduire cette phrase"),
    ("lend me a pen", "me prêter un stylo"), ("come with us", "venir avec nous"), ("answer the phone", "répondre au téléphone"),
]


@pattern(2)
def request(g):
    en, fr = g.even(REQUESTS)
    reflexive = fr.startswith(("m'", "me "))
    kind = g.pick(["could", "can", "please", "must", "forget"])
    if kind in ("could", "can"):
        words = {"could": "pourriez-vous", "can": "pouvez-vous"}[kind]
        please = g.chance(0.5)
        if please:
            return ask(Pair(f"{kind} you {en}, please", f"{words} {fr}, s'il vous plaît"))
        return ask(Pair(f"{kind} you {en}", f"{words} {fr}"))
    if kind == "must":
        return dot(Pair(f"you must {en}", f"vous devez {fr}"))
    if kind == "forget":
        if reflexive or en in ("speak more slowly", "wait here", "come with us"):
            return None
        return dot(Pair(f"don't forget to {en}", f"n'oubliez pas de {fr}"))
    if reflexive:
        return None
    from ..french_verbs import conjugate
    verb, _, rest = fr.partition(" ")
    return dot(Pair(f"please {en}", f"{conjugate(verb, '2p', 'present')} {rest}, s'il vous plaît"))


PLAIN = [
    "What time is it now?|Quelle heure est-il maintenant ?", "What is your name?|Comment vous appelez-vous ?",
    "How old are you?|Quel âge avez-vous ?", "Where do you live?|Où habitez-vous ?",
    "Where do you come from?|D'où venez-vous ?", "What do you do for a living?|Que faites-vous dans la vie ?",
    "Thank you very much.|Merci beaucoup à vous.", "Happy birthday to you!|Joyeux anniversaire à vous !",
    "Merry Christmas to you all!|Joyeux Noël à vous tous !", "What are you doing this evening?|Que faites-vous ce soir ?",
    "It is already late.|Il est déjà tard.", "I don't understand the question.|Je ne comprends pas la question.",
    "What does this word mean?|Que veut dire ce mot ?", "There is nobody here.|Il n'y a personne ici.",
    "Nothing has changed here.|Rien n'a changé ici.", "Nobody answered the question.|Personne n'a répondu à la question.",
    "Have a good journey!|Faites bon voyage !", "It is time to go.|Il est temps de partir.",
    "What a beautiful day!|Quelle belle journée !", "What a good idea!|Quelle bonne idée !",
    "Who is at the door?|Qui est à la porte ?", "I don't know anyone here.|Je ne connais personne ici.",
    "He said nothing to me.|Il ne m'a rien dit.", "She eats nothing in the morning.|Elle ne mange rien le matin.",
]


@pattern(1)
def plain(g):
    return Pair(*g.even(PLAIN).split("|"))


@pattern(3)
def farewell(g):
    day, part = g.even(calendar.WEEKDAYS), g.pick(list(calendar.PARTS))
    return Pair(*g.pick([
        (f"see you next {day.en}!", f"à {day.fr} prochain !"),
        (f"see you on {day.en} {part}!", f"à {day.fr} {calendar.PARTS[part]} !"),
        (f"I will see you on {day.en}.", f"je vous verrai {day.fr}."),
    ]))


@pattern(5)
def no_longer(g):
    subject = g.someone()
    act = g.pick([
        ("works here", "work here", "travailler", "ici"), ("lives here", "live here", "habiter", "ici"),
        ("smokes", "smoke", "fumer", ""), ("drinks wine", "drink wine", "boire", "de vin"),
        ("plays football", "play football", "jouer", "au football"), ("eats meat", "eat meat", "manger", "de viande"),
        ("goes to school", "go to school", "aller", "à l'école"), ("speaks to me", "speak to me", "me parler", ""),
        ("plays the piano", "play the piano", "jouer", "du piano"), ("writes letters", "write letters", "écrire", "de lettres"),
        ("takes the bus", "take the bus", "prendre", "le bus"), ("has a car", "have a car", "avoir", "de voiture"),
    ])
    if subject.kinds & {"child"} and act[1] in ("work here", "smoke", "drink wine", "go to school", "have a car"):
        return None
    if subject.kinds & {"elder", "adult"} and act[1] == "go to school" or subject.en == "you" or (
            subject.person in ("1s", "1p") and "me" in act[1].split()) or subject.word and not subject.kinds and subject.person == "3p":
        return None
    if "me" in act[1].split():
        fr = french_clause(subject, "parler", "", "present", "plus", clitic="me")
    else:
        fr = french_clause(subject, act[2], act[3], "present", "plus")
    do = "doesn't" if subject.person == "3s" else "don't"
    return dot(Pair(f"{subject.en} {do} {act[1]} any more", fr))
