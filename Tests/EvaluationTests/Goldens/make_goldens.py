#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes scores.json, tokens.json, ter.json and ter-words.json, sacreBLEU's results for texts written for
this purpose, unusual ones first; and bootstrap.json and draws.json, the results of its resamples, and the
resamples themselves.

python3 make_goldens.py

Made with sacrebleu 2.6.0, regex 2026.11.15, numpy 2.4.6 and Python 3.11.7. The texts use only characters of
Unicode 14 or earlier, on which Python, regex and Swift agree.
"""

import json
import pathlib
import random

import numpy
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

TOKENIZATIONS = ["13a", "intl", "zh", "char", "none"]

GERMAN = [
    "Ein Mann mit einem orangefarbenen Hut, der etwas anstarrt.",
    "Ein Boston Terrier läuft über saftig-grünes Gras vor einem weißen Zaun.",
    "Fünf Leute in Winterjacken und mit Helmen stehen im Schnee mit Schneemobilen im Hintergrund.",
    "Leute reparieren das Dach eines Hauses.",
]
GERMAN_HYPOTHESES = [
    "Ein Mann mit orangem Hut starrt etwas an.",
    "Ein Boston Terrier läuft auf saftig-grünem Gras vor einem weißen Zaun.",
    "Fünf Leute in Winterjacken stehen im Schnee im Hintergrund.",
    "Leute reparieren das Dach eines Hauses .",
]

# Name, hypotheses, sets of references.
CASES = [
    ("no reference text", ["the cat sat"], [[""]]),
    ("no hypothesis text", [""], [["the cat sat on the mat"]]),
    ("nothing at all", [""], [[""]]),
    ("only empty lines", ["", "", ""], [["", "", ""]]),
    ("only white space", [" \t ", "\u00a0", "\u2003\u3000"], [["", " ", "\u2028"]]),
    ("identical", ["the cat sat on the mat ."], [["the cat sat on the mat ."]]),
    ("identical but for one line", ["a b c d e", "x"], [["a b c d e", "y"]]),
    ("no overlap", ["one two three four five"], [["six seven eight nine ten"]]),
    ("one word, right", ["cat"], [["cat"]]),
    ("one word, wrong", ["cat"], [["dog"]]),
    ("one character", ["a"], [["a"]]),
    ("three tokens", ["the cat sat"], [["the cat sat"]]),
    ("unigrams only", ["a c b e d g f"], [["a b c d e f g"]]),
    ("bigrams only", ["a b x c d y e f"], [["a b c d e f"]]),
    ("an empty line among others", ["the cat sat on a mat", "", "the dog"],
     [["the cat sat on the mat", "a bird flies", "the dog barks"]]),
    ("an empty reference among others", ["the cat sat on a mat", "a bird"],
     [["the cat sat on the mat", ""]]),
    ("repeated words are clipped", ["the the the the the the the"], [["the cat is on the mat"]]),
    ("too short", ["the cat sat on"], [["the cat sat on the mat near the door of the house"]]),
    ("too long", ["the cat sat on the mat near the door of the house"], [["the cat sat on the"]]),
    ("German", GERMAN_HYPOTHESES, [GERMAN]),
    ("punctuation", ["\"Hello,\" she said: (it's well-known)... really?! [yes] {no} a/b a_b a\\b ~x"],
     [["\"Hello\", she said - (it's well known)... really? [yes] {no} a/b a_b a\\b ~ x"]]),
    ("numbers", ["It cost 1,000.5 dollars, 3.14% more than 2-3 in 2010. A.5 .5 5. 1,2,3 10-20 -5"],
     [["It cost 1,000.50 dollars, 3.14 % more than 2 - 3 in 2010 . A.5 .5 5. 1,2,3 10-20 -5"]]),
    ("runs of stops", ["a..b ,,, ...5 5... .,.,. a,.b 5.,5"], [["a..b ,,, ... 5 5 ... .,.,. a , . b 5.,5"]]),
    ("entities", ["&quot;Fish &amp; chips&quot; &lt;b&gt; &amp;lt; &amp;amp;quot; &apos; & < > <skipped> x<skipped>y"],
     [["\"Fish & chips\" <b> < &quot; ' & < > x y &lt;skipped&gt;"]]),
    ("Chinese", ["猫坐在垫子上。", "我喜欢学习，你呢？"], [["猫在垫子上坐着。", "我喜欢学习,你呢?"]]),
    ("Chinese with Latin words", ["  我有3.5个iPhone，价格是¥5,000—“便宜”。", "𠀀丯，a-b 5-6", "A.B,C。２０２０年"],
     [["我有 3.5 个 iPhone, 价格是 ¥5,000 — “便宜” 。", "𠀀 丯, a - b 5 - 6", "A. B, C。2020 年"]]),
    ("traditional Chinese", ["我喜歡學習（你呢？）「好」", "㐀䶵䶶龻龼豈鶴㈱㍿⼀⺀"], [["我喜歡學習(你呢?)『好』", "㐀䶵䶶 龻龼 豈鶴 ㈱ ㍿⼀⺀"]]),
    ("Thai", ["ฉันชอบแมว 3 ตัว", "สวัสดีครับ"], [["ฉันชอบแมว ๓ ตัว", "สวัสดีค่ะ"]]),
    ("Khmer and Lao", ["ខ្ញុំចូលចិត្តឆ្មា។", "ຂ້ອຍມັກແມວ."], [["ខ្ញុំស្រឡាញ់ឆ្មា។", "ຂ້ອຍຮັກແມວ ."]]),
    ("Japanese", ["私は「東京」に行きます、明日。"], [["私は『東京』へ行きます。明日"]]),
    ("Korean", ["나는 학교에 갑니다."], [["나는 학교에 간다."]]),
    ("emoji", ["I ❤️ you 👩‍👩‍👧‍👦 👍🏽!", "🇩🇪🇫🇷 flags"], [["I ❤ you 👩‍👩‍👦 👍!", "🇩🇪 🇫🇷 flags 🎉"]]),
    ("right to left", ["שלום עולם, מה שלומך?", "مرحبا بالعالم، كيف حالك؟ ١٢٣٫٤٥"],
     [["שלום עולם! מה שלומך", "مرحبا يا عالم، كيف حالك؟ ١٢٣٫٤٥"]]),
    ("Hindi", ["मैं घर जा रहा हूँ।", "१२,३४५ रुपये"], [["मैं घर जाता हूँ।", "१२,३४५ रुपए"]]),
    ("no-break spaces", ["10\u00a0000 euros\u202f! «\u00a0oui\u00a0»"], [["10 000 euros ! « oui »"]]),
    ("odd white space", ["a\u2003b\u3000c\u1680d\u200be\ufefff\u0085g\u001ch\u001fi\x0bj\x0ck"],
     [["a b c d e f g h i j k"]]),
    ("white space around", ["  the cat \t sat on\u2028the mat \u2029\x1d "], [["\u3000the cat sat on the mat"]]),
    ("mixed case", ["THE Cat Sat On The MAT", "ÉCOLE Straße ΑΘΗΝΑ"],
     [["the cat sat on the mat", "école STRASSE αθηνα"]]),
    ("hard lower case", ["İSTANBUL Σ ΣΑΣ ΟΔΟΣ. Α\u0301Σ\u0301 ΑΣ:Β ΑΣ'Α Ǆ ẞ Å K Ⅷ Ꭰ 𐐀 Ω"],
     [["i̇stanbul σ σας οδος. α\u0301ς\u0301 ας:β ασ'α ǆ ß å k ⅷ ꭰ 𐐨 ω"]]),
    ("composed or not", ["caf\u00e9 na\u00efve \u1e9b\u0323 \u212b \uac00"],
     [["cafe\u0301 nai\u0308ve \u1e9b\u0323 \u00c5 \u1100\u1161"]]),
    ("hyphen at the end of a line", ["a well-\nknown line\nof text-\n", "x-\r\ny"],
     [["a wellknown line of text-", "x-\ny"]]),
    ("dashes and quotes", ["“Well” – he said — ‘don’t’ „so“ ‚x‘ 3–4 5‐6 x−y …"],
     [["\"Well\" - he said - 'don't' „so” ,x' 3-4 5-6 x-y ..."]]),
    ("symbols", ["€5 £6 5€ 20°C ±3 ©2020 x² ½ ™ a+b=c a<b $9.99 #tag @me 50% n° №5 → ✓"],
     [["€ 5 £ 6 5 € 20 ° C ± 3 © 2020 x ² ½ tm a + b = c a < b $ 9.99 # tag @ me 50 % no №5 -> ✔"]]),
    ("numbers of other scripts", ["١,٢ ५.६ Ⅳ.Ⅴ ②.③ ½,x 一.二 a.٣ ٣.a"], [["١,٢ ५.६ Ⅳ . Ⅴ ② . ③ ½ , x 一.二 a.٣ ٣ . a"]]),
    ("words in punctuation", ["(hi) \"yes\" 'no' -- !? ... $5 a. .a (.) '' x' «a»"],
     [["( hi ) \" yes \" ' no ' - - ! ? . . . $ 5 a . . a (.) ' ' x ' « a »"]]),
    ("control characters", ["a\x00b \x01 c\x7fd \u00ad soft\u00adhyphen"], [["a b \x01 cd soft-hyphen"]]),
    ("two references", ["the cat sat on the mat", "a dog barks", "bird"],
     [["a cat sat upon the mat", "the dog barks loudly", "a bird"],
      ["the cat was on the mat", "a dog is barking", "birds fly"]]),
    ("three references of equal distance", ["a b c d"], [["a b c d e f"], ["a b"], ["a b x y z w"]]),
    ("two references, one empty", ["the cat", "x y z"], [["", "x y"], ["the cat sat", ""]]),
]


def random_line(generator, alphabet, length):
    return "".join(generator.choice(alphabet) for _ in range(length))


def random_cases():
    generator = random.Random(1)
    words = "the a cat dog Mat sat on, in. 5 1,000 it's (x) UP-to -".split()
    for index in range(3):
        references = [" ".join(generator.choices(words, k=generator.randint(0, 12))) for _ in range(20)]
        hypotheses = [
            " ".join(word for word in line.split() if generator.random() < 0.9) + generator.choice(["", " x", " ."])
            for line in references
        ]
        yield f"random {index}", hypotheses, [references]


def bleu_golden(hypotheses, references, tokenization, lowercase):
    metric = BLEU(tokenize=tokenization, lowercase=lowercase)
    result = metric.corpus_score(hypotheses, references)
    return {
        "tokenization": tokenization, "lowercase": lowercase, "score": result.score,
        "matches": result.counts, "totals": result.totals, "precisions": result.precisions,
        "brevityPenalty": result.bp, "hypothesisLength": result.sys_len,
        "referenceLength": result.ref_len, "line": str(result),
        "signature": str(metric.get_signature()),
    }


def chrf_golden(hypotheses, references, word_order, lowercase):
    metric = CHRF(word_order=word_order, lowercase=lowercase)
    result = metric.corpus_score(hypotheses, references)
    return {
        "wordOrder": word_order, "lowercase": lowercase, "score": result.score,
        "line": str(result), "signature": str(metric.get_signature()),
    }


def scores():
    for name, hypotheses, references in CASES + list(random_cases()):
        yield {
            "name": name, "hypotheses": hypotheses, "references": references,
            "bleu": [bleu_golden(hypotheses, references, tokenization, lowercase)
                     for tokenization in TOKENIZATIONS for lowercase in (False, True)],
            "chrF": [chrf_golden(hypotheses, references, word_order, lowercase)
                     for word_order in (0, 2) for lowercase in (False, True)],
        }


def tokens():
    generator = random.Random(2)
    alphabet = list("aB9.,-'\"/:;&<>()[]{}_$+% \n\t") + list("éΣς٣½Ⅳ一。、「€°²̈\u00a0\u3000\u001c—’👍_‿،")
    lines = [random_line(generator, alphabet, generator.randint(0, 40)) for _ in range(200)]
    pieces = ["&quot;", "&amp;", "&lt;", "&gt;", "<skipped>", "-\n", "\n", "5.", ".5", "a,", ",", "-", "5-", " "]
    lines += [random_line(generator, pieces, generator.randint(1, 12)) for _ in range(100)]
    # The ends of the ranges of TokenizerZh, and what lies beside them.
    ends = (0x2000, 0x2001, 0x2A6D, 0x2A6E, 0x2E7F, 0x2E80, 0x2FDF, 0x2FE0, 0x2FEF, 0x2FF0, 0x303F, 0x3040,
            0x30FF, 0x3100, 0x312F, 0x3130, 0x319F, 0x31A0, 0x31EF, 0x31F0, 0x31FF, 0x3200, 0x4DB5, 0x4DB6,
            0x4DFF, 0x4E00, 0x9FBB, 0x9FBC, 0xF8FF, 0xF900, 0xFA2D, 0xFA2E, 0xFA2F, 0xFA30, 0xFA6A, 0xFA6B,
            0xFA6F, 0xFA70, 0xFAD9, 0xFADA, 0xFE0F, 0xFE10, 0xFE1F, 0xFE20, 0xFE2F, 0xFE30, 0xFE4F, 0xFE50,
            0xFEFF, 0xFF00, 0xFFEF, 0xFFF0, 0x20000, 0x2A6D6, 0x2F800, 0x2FA1D)
    lines += ["".join(f"a{chr(end)}5." for end in ends), "".join(map(chr, ends))]
    for line in lines:
        entry = {"line": line}
        for tokenization in TOKENIZATIONS:
            for lowercase in (False, True):
                segment = BLEU(tokenize=tokenization, lowercase=lowercase)._preprocess_segment(line)
                entry[tokenization + (" lowercase" if lowercase else "")] = segment.split()
        yield entry


# Case sensitivity, normalization, removal of punctuation, support for Asian text.
TER_SETTINGS = [
    (False, False, False, False), (True, False, False, False), (False, True, False, False),
    (True, True, False, True), (False, False, True, False), (False, False, True, True),
    (True, True, True, True),
]


def ter_metric(setting):
    case_sensitive, normalized, no_punct, asian_support = setting
    return TER(case_sensitive=case_sensitive, normalized=normalized, no_punct=no_punct,
               asian_support=asian_support)


def moved(generator, words, moves):
    """The words with some phrases of theirs elsewhere, and others lost, doubled or replaced."""
    words = list(words)
    for _ in range(moves):
        start = generator.randint(0, len(words))
        phrase = words[start:start + generator.randint(1, 14)]
        del words[start:start + len(phrase)]
        place = generator.randint(0, len(words))
        words[place:place] = phrase
    return [word for word in words for _ in range(generator.choices([0, 1, 2], [1, 12, 1])[0])]


def ter_cases():
    generator = random.Random(3)
    for vocabulary, longest, moves in [(40, 12, 2), (40, 40, 4), (8, 30, 3), (3, 25, 3), (200, 50, 5)]:
        references = [
            [f"w{generator.randrange(vocabulary)}" for _ in range(generator.randint(0, longest))]
            for _ in range(12)
        ]
        hypotheses = [moved(generator, words, generator.randint(0, moves)) for words in references]
        yield (f"moved phrases, {vocabulary} words", [" ".join(words) for words in hypotheses],
               [[" ".join(words) for words in references]])
    few = [" ".join(generator.choices("ab", k=length)) for length in (38, 40, 42, 44)]
    yield "more candidates than are tried", few, [[" ".join(generator.choices("ab", k=40)) for _ in few]]
    lengths = [(1, 130), (130, 1), (3, 200), (2, 51), (0, 30), (30, 0), (60, 7), (7, 60)]
    yield ("very unequal lengths", [" ".join(generator.choices("abcde", k=k)) for k, _ in lengths],
           [[" ".join(generator.choices("abcde", k=k)) for _, k in lengths]])
    far = [f"w{index}" for index in range(64)]
    yield ("moved as far as is tried, and farther", [
        " ".join(far[start:] + far[:start]) for start in (49, 50, 51)], [[" ".join(far)] * 3])


def ter():
    cases = [(*case, TER_SETTINGS) for case in CASES + list(random_cases())]
    cases += [(*case, TER_SETTINGS[:1]) for case in ter_cases()]
    for name, hypotheses, references, settings in cases:
        scores = []
        for setting in settings:
            metric = ter_metric(setting)
            result = metric.corpus_score(hypotheses, references)
            scores.append({
                "options": setting, "score": result.score, "edits": result.num_edits,
                "referenceLength": result.ref_length, "line": str(result),
                "signature": str(metric.get_signature()),
                "lines": [edits for edits, _ in metric._extract_corpus_statistics(hypotheses, references)],
            })
        yield {"name": name, "hypotheses": hypotheses, "references": references, "ter": scores}


def ter_words():
    generator = random.Random(4)
    alphabet = (list("aZ9.,-'s\"/:;&?!()[{_$% \n") + list("éΣςİ\u00a0\u3000—²")
                + list("\u2e80\u31c0\u3200\u33ff\u3400\u4dbf\u4dc0\u4e00\u9fff\ua000\uf900\ufe30\ufe50")
                + list("あいアイー、。〈】〔〟｡･・！＂（），．：；？＃"))
    lines = [random_line(generator, alphabet, generator.randint(0, 30)) for _ in range(80)]
    pieces = ["&quot;", "&amp;", "&lt;", "\n-", "-\n", "'s", "'s ", " 's", "5.", ".5", "a,", "5-", " ", "it"]
    lines += [random_line(generator, pieces, generator.randint(1, 10)) for _ in range(60)]
    lines += ["ひらがな", "カタカナ", "ㇰㇱ", "ひらがな カタカナ", "a\r\n", " \n", "漢字かな混じり文、です。"]
    for line in lines:
        yield {"line": line, "words": [
            {"options": setting, "words": ter_metric(setting)._preprocess_segment(line).split()}
            for setting in TER_SETTINGS]}


def bootstrap_corpus(generator, lines):
    """Three references of each line, and three systems: a good one, one like it and a poor one."""
    words = "the a cat dog Mat sat on, in. runs sees house, it's red and UP-to man old green five".split()
    references = [generator.choices(words, k=generator.randint(1, 18)) for _ in range(lines)]

    def noisy(share):
        return [" ".join(generator.choice(words) if generator.random() < share else word
                         for word in moved(generator, line, generator.randint(0, 1)))
                for line in references]

    return ([[" ".join(line) for line in references], noisy(0.1), noisy(0.2)],
            [("good", noisy(0.1)), ("like", noisy(0.11)), ("poor", noisy(0.3))])


def bootstrap_metrics():
    return [
        ("BLEU", BLEU()), ("BLEU lowercase char", BLEU(tokenize="char", lowercase=True)), ("chrF", CHRF()),
        ("chrF++", CHRF(word_order=2)), ("TER", TER()),
    ]


def bootstrap():
    generator = random.Random(5)
    for name, lines, sets, resamples in [
        ("a thousand resamples", 12, 1, 1000), ("three references", 10, 3, 300), ("few resamples", 9, 1, 39),
        ("more than a block", 8, 1, 137),
    ]:
        references, systems = bootstrap_corpus(generator, lines)
        references = references[:sets]
        systems.append(("good again", systems[0][1]))
        results = []
        for metric_name, metric in bootstrap_metrics():
            signatures, table = PairedTest(
                systems, {"metric": metric}, references, test_type="bs", n_samples=resamples)()
            key = next(key for key in table if key != "System")
            rows = [{"score": float(row.score), "mean": float(row.mean), "halfWidth": float(row.ci),
                     "pValue": row.p_value} for row in table[key]]
            alone = metric.corpus_score(systems[0][1], references, n_bootstrap=resamples)
            results.append({
                "metric": metric_name, "signature": str(signatures[key]), "systems": rows,
                "line": alone.format(width=2), "signatureAlone": str(metric.get_signature()),
            })
        yield {"name": name, "resamples": resamples, "references": references,
               "hypotheses": [text for _, text in systems], "results": results}


def draws():
    for seed in (12345, 0, 1, 2**32 - 1, 2**32, 2**64 - 1):
        for bound in (1, 2, 7, 1000, 3_000_000_000):
            generator = numpy.random.default_rng(seed)
            yield {"seed": seed, "bound": bound, "draws": generator.choice(bound, size=41).tolist()}


def write(name, rows):
    text = "[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]\n"
    pathlib.Path(__file__).with_name(name).write_text(text)


if __name__ == "__main__":
    write("scores.json", list(scores()))
    write("tokens.json", list(tokens()))
    write("ter.json", list(ter()))
    write("ter-words.json", list(ter_words()))
    write("bootstrap.json", list(bootstrap()))
    write("draws.json", list(draws()))
