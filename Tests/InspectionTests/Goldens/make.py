# SPDX-License-Identifier: Apache-2.0
"""Writes the golden files of the Inspection tests: python make.py (in any directory).

Made with Python 3.11, NumPy 2.4.6, scikit-learn 1.9.1 and gensim 4.4.0.
"""

import json
from pathlib import Path

import numpy as np
from gensim.models import KeyedVectors
from sklearn.decomposition import PCA

from synthetic import synthetic_table

HERE = Path(__file__).parent


def numpy_golden():
    """PCA by NumPy's singular values, all in double precision; the sign is NumPy's own."""
    table = synthetic_table(5000, 256)
    centred = table - table.mean(axis=0)
    u, s, _ = np.linalg.svd(centred, full_matrices=False)
    projection = (u * s)[:, :4]
    ratios = s**2 / (s**2).sum()
    (HERE / "pca-numpy-5000x256.json").write_text(json.dumps({"ratios": ratios[:4].tolist()}) + "\n")
    projection.astype("<f4").tofile(HERE / "pca-numpy-5000x256.f32")


def scikit_golden():
    cases = []
    for rows, dimension, count in [(40, 7, 5), (6, 10, 5), (12, 12, 12)]:
        table = synthetic_table(rows, dimension)
        pca = PCA(n_components=count, svd_solver="full").fit(table)
        cases.append({
            "rows": rows, "dimension": dimension, "count": count,
            "mean": pca.mean_.tolist(),
            "components": pca.components_.ravel().tolist(),
            "variances": pca.explained_variance_.tolist(),
            "ratios": pca.explained_variance_ratio_.tolist(),
            "projection": pca.transform(table).ravel().tolist(),
        })
    (HERE / "pca-scikit.json").write_text(json.dumps(cases) + "\n")


def gensim_golden():
    rows, dimension = 60, 16
    words = [f"w{row}" for row in range(rows)]
    vectors = KeyedVectors(dimension)
    vectors.add_vectors(words, synthetic_table(rows, dimension).astype(np.float32))
    neighbors = [
        {"word": word, "found": vectors.most_similar(word, topn=10)} for word in words[:20]
    ]
    analogies = [
        {"a": words[n], "b": words[2 * n + 1], "c": words[3 * n + 2],
         "found": vectors.most_similar(positive=[words[2 * n + 1], words[3 * n + 2]],
                                       negative=[words[n]], topn=10)}
        for n in range(19)
    ]
    golden = {"rows": rows, "dimension": dimension, "neighbors": neighbors, "analogies": analogies}
    (HERE / "gensim.json").write_text(json.dumps(golden) + "\n")
    questions_golden(vectors, words)


def questions_golden(vectors, words):
    """Questions of two sections: half of the answers are the word found, some words are unknown."""
    lines = [": first"]
    for n in range(60):
        a, b, c = words[n % 60], words[(2 * n + 1) % 60], words[(3 * n + 2) % 60]
        if len({a, b, c}) < 3:
            continue
        found = vectors.most_similar(positive=[b, c], negative=[a], topn=2)
        d = found[n % 2][0] if n % 7 else "unknown"
        if n == 30:
            lines.append(": second  section")
        lines.append(f"{a} {b} {c} {d}")
    path = HERE / "questions.txt"
    path.write_text("\n".join(lines) + "\n")
    _, sections = vectors.evaluate_word_analogies(str(path), dummy4unknown=False)
    golden = [{"name": s["section"], "correct": len(s["correct"]), "incorrect": len(s["incorrect"])}
              for s in sections[:-1]]
    (HERE / "questions-gensim.json").write_text(json.dumps(golden) + "\n")


numpy_golden()
scikit_golden()
gensim_golden()
