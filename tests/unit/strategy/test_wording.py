"""Conditions in plain words."""

import pytest

from fingerpost.strategy import conditions as c
from fingerpost.strategy.wording import said

MEDIAN, TENTH, ENGLAND = (c.Comparator(name) for name in ("england_median", "england_p10", "england"))
READING, MATHS, WRITING = (
    c.Measure(f"ks2_{subject}_progress") for subject in ("reading", "maths", "writing")
)
EXPECTED = c.Measure("ks2_rwm_expected")
OVERALL, INCLUSION = c.Measure("ofsted_overall"), c.Measure("rc_inclusion")


def number(measure, op, value, **more):
    return c.Compare(measure, op, c.Number(value), **more)


def low(measure, lag=0):
    return c.Significant(measure, "below", c.Number(0.0), lag)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (c.Compare(EXPECTED, "at_least", MEDIAN), "at or above England's median"),
        (c.Compare(EXPECTED, "below", TENTH), "in the lowest tenth of schools in England"),
        (c.Not(c.Compare(EXPECTED, "below", TENTH)), "not in the lowest tenth of schools in England"),
        (number(EXPECTED, "below", 65), "below 65%"),
        (number(READING, "below", -5), "below −5"),
        (number(OVERALL, "at_most", 2), "good or better"),
        (number(OVERALL, "equals", 3), "requires improvement"),
        (number(OVERALL, "at_least", 3), "requires improvement or worse"),
        (number(OVERALL, "above", 2), "worse than good"),
        (number(OVERALL, "at_most", 1), "outstanding"),
        (number(OVERALL, "at_least", 4), "inadequate"),
        (number(INCLUSION, "at_least", 3), "expected standard or better"),
        (number(INCLUSION, "at_most", 2), "needs attention or worse"),
        (number(INCLUSION, "at_most", 1), "urgent improvement"),
        (c.Not(number(c.Measure("ofsted_safeguarding"), "equals", 0)), "met"),
        (c.Words(c.Measure("ofsted_category"), ("SM", "SWK")), "special measures or serious weaknesses"),
        (c.Change(EXPECTED, 2, "below", c.Number(0.0)), "lower than 2 years before"),
        (c.Change(EXPECTED, 1, "above", ENGLAND), "change over a year above that of England"),
        (c.Event(OVERALL, "school_years", 2), "judged in this school year or the 2 before"),
        (low(READING, lag=1), "significantly below 0, a year before the latest"),
        (c.Compare(EXPECTED, "below", c.OwnMean(3)), "below its own mean of the 3 years before"),
    ],
)
def test_what_is_asked_of_one_figure(condition, words):
    assert said(condition).text == words


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (c.AtLeast(2, (low(READING), low(WRITING), low(MATHS))), "At least 2 of"),
        (c.Not(c.AnyOf((low(READING), low(WRITING), low(MATHS)))), "None of"),
        (c.All((low(READING), low(WRITING), low(MATHS))), "All of"),
    ],
)
def test_one_question_about_several_figures_is_one_line(condition, words):
    line = said(condition)

    assert line.plain == f"{words} Key stage 2 progress in reading, writing and maths: significantly below 0"
    assert not line.parts


@pytest.mark.parametrize(
    ("condition", "years"),
    [
        (c.AtLeast(2, c.repeated(low(READING), 3)), "in at least 2 of the last 3 years"),
        (c.AtLeast(2, c.repeated(low(READING), 2)), "in each of the last 2 years"),
        (
            c.All((low(READING), c.AtLeast(1, c.repeated(low(READING), 3)[1:]))),
            "in the latest year and in at least 1 of the 2 years before",
        ),
        (c.All((low(READING), low(READING, 1))), "in each of the last 2 years"),
    ],
)
def test_one_question_over_several_years_is_one_line(condition, years):
    assert said(condition).text == f"significantly below 0, {years}"


def test_different_questions_stand_below_a_heading():
    line = said(c.FirstPublished((low(READING), c.All((number(EXPECTED, "below", 50), low(MATHS))))))

    assert line.plain == "By the first of these that was published for the school:"
    assert [part.plain for part in line.parts[1].parts] == [
        "Key stage 2 reading, writing and maths: expected standard: below 50%",
        "Key stage 2 progress in maths: significantly below 0",
    ]


def test_what_is_denied_of_different_questions_is_denied_in_the_heading():
    line = said(c.Not(c.All((number(OVERALL, "at_most", 2), low(READING)))))

    assert line.plain == "Not all of these:"
    assert [part.text for part in line.parts] == ["good or better", "significantly below 0"]


def test_the_limits_of_a_line_are_said_and_the_editions_own_age_is_not():
    limits = c.Limits(if_known=True, smallest_cohort=11, max_age_years=2)

    line = said(number(EXPECTED, "below", 50, limits=limits), evidence_age=2)

    assert line.text == "below 50% (with 11 pupils or more; left out where it was not published)"
    assert "at most 2 years old" in said(number(EXPECTED, "below", 50, limits=limits)).text


@pytest.mark.parametrize(
    ("op", "right", "over", "words"),
    [
        ("below", c.Number(0.0), 0, "behind"),
        ("below", c.Number(-20.0), 0, "difference below −20 points"),
        ("above", c.Number(0.0), 1, "less far behind than a year before"),
        ("above", ENGLAND, 1, "has caught up more over a year than in England"),
        ("below", ENGLAND, 0, "further behind than in England"),
    ],
)
def test_a_gap_is_told_from_behind(op, right, over, words):
    gap = c.Gap(c.Measure("eyfs_gld", "fsm"), c.Measure("eyfs_gld", "not_fsm"), op, right, over)

    line = said(gap)

    assert line.text == words
    assert "beside not eligible for free school meals in the school" in line.subject
