"""What the themes share: references for columns not yet seen in a file, and columns of the pupil table."""

from __future__ import annotations

from fingerpost.evidence.indicators.model import Source

#: Names taken from the previews in the catalogue of Explore Education Statistics.
EES = "Explore Education Statistics, data catalogue: preview of the data set, 2022/23 on"
#: Names taken from the department's provisional key stage 4 tables of 2018, headings only.
KS4_2018 = "DfE, provisional key stage 4 performance tables 2018: headings"


def pupils(stage: str, column: str = "", *, times: float = 1.0, mean: bool = False) -> Source:
    """Where the pupil table of a stage holds a measure: a share of pupils, or the mean of a score.

    A score is kept in whole numbers; `times` makes the score as people know it: 0.01 of hundredths.
    """
    return Source("pupils", column, where=(("stage", stage),), factor=times, mean=mean)


def pupil_sums(
    stage: str, numerator: str, denominator: str, *, times: float = 1.0, mean: bool = False
) -> Source:
    """Where the pupil table of a stage holds a measure that divides two sums: sessions missed by those possible."""
    where = (("stage", stage),)
    return Source("pupils", "", numerator, denominator, where=where, factor=times, mean=mean)
