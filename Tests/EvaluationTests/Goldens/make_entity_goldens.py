#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes entities.json: entity scores of random labels by seqeval.

    pip install seqeval==1.2.2
    python3 make_entity_goldens.py
"""

import json
import pathlib
import random

from seqeval.metrics import f1_score, precision_score, recall_score
from seqeval.metrics.sequence_labeling import get_entities

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "E-LOC", "S-PER"]


def entities(labels):
    return {(number, *entity) for number, sequence in enumerate(labels) for entity in get_entities(sequence)}


def case(draw):
    # BIO alone in most cases, with a few labels of the BIOES form in the others.
    labels = LABELS if draw.random() < 0.3 else LABELS[:5]
    sizes = [draw.randint(1, 8) for _ in range(draw.randint(1, 4))]
    references = [[draw.choice(labels) for _ in range(size)] for size in sizes]
    predicted = [
        [label if draw.random() < 0.7 else draw.choice(labels) for label in sequence]
        for sequence in references
    ]
    right, found = entities(references), entities(predicted)
    types = {}
    for type_ in sorted({entity[1] for entity in right | found}):
        types[type_] = [
            sum(entity[1] == type_ for entity in some) for some in (right & found, right, found)
        ]
    return {
        "predicted": predicted, "references": references, "types": types,
        "precision": float(precision_score(references, predicted)),
        "recall": float(recall_score(references, predicted)),
        "f1": float(f1_score(references, predicted)),
    }


if __name__ == "__main__":
    draw = random.Random(1)
    cases = [case(draw) for _ in range(80)]
    path = pathlib.Path(__file__).parent / "entities.json"
    path.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
