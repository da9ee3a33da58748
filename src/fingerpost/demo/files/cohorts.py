"""A year group with its scores, as the files of key stage 2 are made from it."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.demo.pupils import Pupil

Sheet = dict[str, list[float]]


@dataclass(frozen=True)
class Cohort:
    """A year group with what each pupil scored, measure by measure."""

    pupils: list[Pupil]
    scores: Sheet
