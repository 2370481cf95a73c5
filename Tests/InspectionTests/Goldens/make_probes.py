# SPDX-License-Identifier: Apache-2.0
"""Writes probes-scikit.json: python make_probes.py (in any directory).

Made with Python 3.11, NumPy 2.4.6 and scikit-learn 1.9.1: logistic regression and trees with one node, for two and
three classes of a synthetic table with a constant column.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from synthetic import uniform

HERE = Path(__file__).parent
ROWS, COLUMNS, TRAINING, CONSTANT = 400, 13, 300, 5


def values():
    """Multiples of 2**-15 in [-1, 1), and a constant column."""
    table = uniform(np.arange(ROWS * COLUMNS, dtype=np.uint32)).reshape(ROWS, COLUMNS)
    table[:, CONSTANT] = 0.5
    return table


def labels(table, classes):
    score = table[:, 1] - 2 * table[:, 2] + uniform(np.arange(ROWS, dtype=np.uint32) + np.uint32(2_000_000_000))
    return (score > 0).astype(int) if classes == 2 else (score > -0.5).astype(int) + (score > 0.75)


def main():
    table, cases = values(), []
    for classes in (2, 3):
        target = labels(table, classes)
        scaler = StandardScaler().fit(table[:TRAINING])
        scaled = scaler.transform(table)
        probe = LogisticRegression(C=1.0, tol=1e-10, max_iter=10_000).fit(scaled[:TRAINING], target[:TRAINING])
        tree = DecisionTreeClassifier(criterion="entropy", max_depth=1).fit(table[:TRAINING], target[:TRAINING])
        thresholds = []
        for column in range(COLUMNS):
            one = DecisionTreeClassifier(criterion="entropy", max_depth=1)
            one.fit(table[:TRAINING, [column]], target[:TRAINING])
            node = one.tree_
            parts = node.weighted_n_node_samples[1:] / TRAINING
            split = node.node_count > 1
            thresholds.append({
                "threshold": node.threshold[0] if split else None,
                "information": float(node.impurity[0] - parts @ node.impurity[1:]) if split else 0,
            })
        cases.append({
            "classes": classes,
            "labels": target.tolist(),
            "weights": probe.coef_.tolist(),
            "intercepts": probe.intercept_.tolist(),
            "accuracy": probe.score(scaled[TRAINING:], target[TRAINING:]),
            "thresholds": thresholds,
            "unit": int(tree.tree_.feature[0]),
        })
    (HERE / "probes-scikit.json").write_text(json.dumps(cases) + "\n")


main()
