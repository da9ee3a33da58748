"""What schools put right when they check their pupils' results: the year group as it was first published.

A few schools had counted a pupil who was then discounted (newly arrived from abroad), and at a few a marked test was
reviewed; at the rest nothing changed.
"""

from __future__ import annotations

from dataclasses import replace

from fingerpost.demo.days import chance
from fingerpost.demo.files.cohorts import Cohort

#: The shares of schools with a discounted pupil, and with a review of marking.
DISCOUNTED, REVIEWED = 0.07, 0.06
_READING = ("PTREAD_EXP", "PTRWM_EXP", "PTREAD_HIGH", "PTRWM_HIGH")


def before(key: object, year: int, cohort: Cohort) -> Cohort:
    """A school's year group as it stood in the provisional tables."""
    drawn = chance("checking", key, year).random()
    if drawn < DISCOUNTED and cohort.pupils:
        return _with_one_more(cohort)
    if drawn < DISCOUNTED + REVIEWED:
        return _unreviewed(cohort)
    return cohort


def _with_one_more(cohort: Cohort) -> Cohort:
    """One pupil more, who reached nothing: newly arrived, and not yet discounted."""
    arrived = replace(cohort.pupils[0], has_other_language=True, is_settled=False)
    scores = {
        name: [*values, 80 if name.endswith("AVERAGE") else 0] for name, values in cohort.scores.items()
    }
    return Cohort([*cohort.pupils, arrived], scores)


def _unreviewed(cohort: Cohort) -> Cohort:
    """One who reached the standard after a review had not reached it in reading before."""
    reached = [
        n for n, met in enumerate(cohort.scores["PTRWM_EXP"]) if met and not cohort.scores["PTREAD_HIGH"][n]
    ]
    if not reached:
        return cohort
    scores = {name: list(values) for name, values in cohort.scores.items()}
    for name in _READING:
        scores[name][reached[0]] = False
    scores["READ_AVERAGE"][reached[0]] = 99
    return Cohort(cohort.pupils, scores)
