# SPDX-License-Identifier: Apache-2.0
"""Sentence patterns by theme; importing this package registers them all."""

from . import (
    actions, animals, calendar, clothes, family, food, home, people, places, school, talk, world,
)

__all__ = [
    "actions", "animals", "calendar", "clothes", "family", "food", "home", "people", "places",
    "school", "talk", "world",
]
