# SPDX-License-Identifier: Apache-2.0
"""Makes ngram.safetensors: probabilities of interpolated modified Kneser-Ney models of order 1 to 5.

    python Tests/ModelsTests/Goldens/make_ngram_golden.py        (Python 3.9 or later, nothing else)

Every n-gram is a tuple in a dictionary, and the probability is the recursive formula of Chen and Goodman,
"An empirical study of smoothing techniques for language modeling" (1998), section 3. An n-gram shorter than
the order counts the distinct tokens before it; where it begins a sequence, that sequence is one of them.
"""

import json
import math
import pathlib
import random
import struct
from collections import Counter, defaultdict

HERE = pathlib.Path(__file__).resolve().parent
ORDERS = range(1, 6)
CONTEXTS = 40


class Model:
    def __init__(self, order, vocabulary, beginning, sequences):
        self.order, self.vocabulary = order, vocabulary
        occurrences, before = Counter(), defaultdict(set)
        for number, sequence in enumerate(sequences):
            text = (beginning + sequence)[max(len(beginning) - order + 1, 0) :]
            for end in range(len(text) - len(sequence) + 1, len(text) + 1):
                for start in range(max(end - order, 0), end):
                    gram = tuple(text[start:end])
                    occurrences[gram] += 1
                    before[gram].add(text[start - 1] if start > 0 else ("sequence", number))
        self.counts = {
            gram: occurrences[gram] if len(gram) == order else len(before[gram]) for gram in occurrences
        }
        self.followers = defaultdict(list)
        for gram, count in self.counts.items():
            self.followers[gram[:-1]].append(count)
        self.discounts = [None] + [self.estimate(length) for length in range(1, order + 1)]

    def estimate(self, length):
        t = Counter(count for gram, count in self.counts.items() if len(gram) == length)
        if all(t[count] > 0 for count in (1, 2, 3, 4)):
            y = t[1] / (t[1] + 2 * t[2])
            found = [j - (j + 1) * y * t[j + 1] / t[j] for j in (1, 2, 3)]
            if all(0 < d <= j for j, d in zip((1, 2, 3), found)):
                return found
        return [0.5, 1.0, 1.5]

    def discount(self, length, count):
        return self.discounts[length][min(count, 3) - 1] if count > 0 else 0.0

    def probability(self, token, context):
        context = tuple(context)[len(context) - min(len(context), self.order - 1) :]
        length = len(context) + 1
        shorter = self.probability(token, context[1:]) if context else 1 / self.vocabulary
        followers = self.followers[context]
        if not followers:
            return shorter
        count = self.counts.get(context + (token,), 0)
        gamma = sum(self.discount(length, each) for each in followers) / sum(followers)
        return (count - self.discount(length, count)) / sum(followers) + gamma * shorter


def text(draw, vocabulary, length):
    """Tokens that depend on the two before, or are Zipf-distributed."""
    tokens = [4, 4]
    while len(tokens) < length + 2:
        if draw.random() < 0.6:
            tokens.append((tokens[-1] * 3 + tokens[-2] * 5 + (draw.random() < 0.3)) % (vocabulary - 4) + 4)
        else:
            tokens.append(int((vocabulary - 3) ** draw.random()) + 3)
    return tokens[2:]


def lines(draw, vocabulary, count, longest):
    return [text(draw, vocabulary, draw.randrange(longest + 1)) + [3] for _ in range(count)]


def cases():
    draw = random.Random(1)
    yield "text", 12, [], [text(draw, 12, 2500)]
    yield "lines", 15, [2], lines(draw, 15, 150, 20)
    yield "padded", 9, [2, 2, 2, 2], lines(draw, 9, 60, 12)
    yield "bare", 8, [], lines(draw, 8, 40, 6)
    yield "words", 90, [2], lines(draw, 90, 60, 9)
    yield "small", 7, [], [[4, 5, 4, 6, 4, 5, 5]]


def contexts(draw, vocabulary, beginning, sequences):
    """Half of the contexts are from the sequences."""
    found = []
    for number in range(CONTEXTS):
        whole = [0, 0, 0, 0] + beginning + draw.choice(sequences)
        end = draw.randrange(4, len(whole) + 1)
        seen = whole[end - 4 : end]
        found.append(seen if number % 2 else [draw.randrange(vocabulary) for _ in range(4)])
    return found


def save(tensors, path):
    header, data = {}, b""
    for name, (kind, shape, values) in tensors.items():
        added = struct.pack(f"<{len(values)}{'f' if kind == 'F32' else 'i'}", *values)
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(added)]}
        data += added
    encoded = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(encoded)) + encoded + data)


def main():
    draw, tensors = random.Random(2), {}
    for name, vocabulary, beginning, sequences in cases():
        def integers(key, values, shape=None):
            tensors[f"{name}.{key}"] = ("I32", shape or [len(values)], values)

        def floats(key, values, shape=None):
            tensors[f"{name}.{key}"] = ("F32", shape or [len(values)], values)

        probes = contexts(draw, vocabulary, beginning, sequences)
        integers("vocabulary", [vocabulary])
        integers("beginning", beginning)
        integers("tokens", sum(sequences, []))
        integers("lengths", [len(sequence) for sequence in sequences])
        integers("contexts", sum(probes, []), [CONTEXTS, 4])
        for order in ORDERS:
            model = Model(order, vocabulary, beginning, sequences)
            table = [[model.probability(token, probe) for token in range(vocabulary)] for probe in probes]
            assert all(abs(sum(row) - 1) < 1e-12 for row in table)
            floats(f"distribution_{order}", sum(table, []), [CONTEXTS, vocabulary])
            floats(f"discounts_{order}", sum(model.discounts[1:], []), [order, 3])
            floats(
                f"losses_{order}",
                [
                    -math.log(model.probability(token, (beginning + sequence)[: len(beginning) + place]))
                    for sequence in sequences[:30]
                    for place, token in enumerate(sequence[:200])
                ],
            )
            print(name, order, [[round(d, 3) for d in each] for each in model.discounts[1:]])
    save(tensors, HERE / "ngram.safetensors")


main()
