# SPDX-License-Identifier: Apache-2.0
"""Writes words-scikit.json: python make_words.py (in any directory).

Made with Python 3.11, NumPy 2.4.6 and scikit-learn 1.9.1: ridge regression from synthetic vectors to the words of
texts, for more and for fewer texts than columns, each fifth tested with a regression that learned from the others.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from synthetic import uniform

HERE = Path(__file__).parent
COLUMNS, CONSTANT, WORDS, FOLDS, PENALTY = 13, 5, 30, 5, 0.2


def vectors(rows):
    table = uniform(np.arange(rows * COLUMNS, dtype=np.uint32)).reshape(rows, COLUMNS)
    table[:, CONSTANT] = 0.5
    return table


def bags(table):
    """Word w follows from a column, and from noise that grows with w; late words are rare."""
    noise = uniform(np.arange(len(table) * WORDS, dtype=np.uint32) + np.uint32(2_000_000_000))
    return table[:, np.arange(WORDS) % COLUMNS] + noise.reshape(len(table), WORDS) * np.arange(WORDS) / 10 > np.arange(WORDS) / 9


def largest(values, count):
    return np.argsort(-values, kind="stable")[:count]


def counts(table, bag):
    frequencies = bag.sum(0)
    order = sorted(range(WORDS), key=lambda word: (-frequencies[word], f"w{word:02}"))
    bag = bag[:, order]
    results = [None] * len(bag)
    for fold in range(FOLDS):
        held_out = np.arange(len(bag)) % FOLDS == fold
        scaler = StandardScaler().fit(table[~held_out])
        ridge = Ridge(alpha=PENALTY * (~held_out).sum(), solver="cholesky")
        ridge.fit(scaler.transform(table[~held_out]), bag[~held_out].astype(float))
        shares = bag[~held_out].mean(0)
        for text in np.flatnonzero(held_out):
            count = int(bag[text].sum())
            predictions = ridge.predict(scaler.transform(table[[text]]))[0]
            results[text] = [
                count,
                int(bag[text][largest(predictions, count)].sum()),
                int(bag[text][largest(shares, count)].sum()),
                int((bag[text] & (shares > 0)).sum()),
            ]
    return results


def main():
    cases = []
    for rows in (14, 203):
        table = vectors(rows)
        bag = bags(table)
        cases.append({
            "words": [[f"w{word:02}" for word in np.flatnonzero(row)] for row in bag],
            "counts": counts(table, bag),
        })
    (HERE / "words-scikit.json").write_text(json.dumps(cases) + "\n")


main()
