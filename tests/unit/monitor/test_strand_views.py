"""What a school's page says of a strand."""

import pytest

from fingerpost.monitor import strand_views
from fingerpost.monitor.marks import Scale

SCALE = Scale(
    [{"id": "green", "name": "Green"}, {"id": "amber", "name": "Amber"}, {"id": "red", "name": "Red"}]
)


def fact(**other):
    return {
        "indicator": "ks2_rwm_expected", "group": "all", "period": "2017", "value": 61.6, "text": None,
        "status": "reported", "denominator": 28, "asked": "at least England", "known_on": "2017-12-14", "file": "f.csv",
        "row": 7, "column": "PTRWM_EXP", "snapshot": "x", "inherited_from": None, "result": True, "left_out": False,
        "cell": "green", "comparator": {"name": "England", "value": 61.0},
    } | other  # fmt: skip


def strand(**other):
    return {
        "id": "attainment", "name": "Attainment", "family": "outcomes", "level": "green", "best": "green",
        "worst": "green", "state": "decided", "by": "data", "made_on": None, "reason": None, "page": "3",
        "sentence": "Good.",
        "missing": None, "facts": [fact()],
    } | other  # fmt: skip


def view(held):
    return strand_views.views([held], SCALE, "primary", None)[0]


@pytest.mark.parametrize(
    ("held", "said", "by"),
    [
        (strand(), "Green", "Decided by figures."),
        (strand(by="inspection"), "Green", "Decided by the inspectors' grade."),
        (strand(by="Ada", made_on="2026-05-12", reason="Seen."), "Green", "Judged by Ada, 12 May 2026."),
        (strand(state="open", level=None, worst="amber"), "Open: green to amber", ""),
        (strand(state="unknown", level=None), "Not known", ""),
        (strand(state="not_applicable", level=None), "Does not apply", ""),
    ],
)
def test_a_strand_says_where_it_stands_and_who_decided_it(held, said, by):
    shown = view(held)

    assert (shown.said, shown.by) == (said, by)


def test_a_figure_says_what_was_asked_and_where_it_comes_from():
    figure = view(strand()).cell.figures[0]

    assert (figure.value, figure.asked, figure.against) == ("62%", "at least England", "61%")
    assert (figure.file, figure.row, figure.result) == ("f.csv", 7, "yes")
    assert "indicator=ks2_rwm_expected" in figure.query


def test_a_figure_asked_twice_is_shown_once_and_those_left_out_come_last():
    held = strand(facts=[fact(group="boys", left_out=True, result=None), fact(), fact()])

    figures = view(held).cell.figures

    assert [figure.is_left_out for figure in figures] == [False, True]


@pytest.mark.parametrize(
    ("code", "value", "text", "status", "shown"),
    [
        ("ks2_rwm_expected", None, None, "suppressed", "hidden: few pupils"),
        ("ofsted_overall", 2.0, "oeif-2012", "reported", "2"),
        ("rc_inclusion", 3.0, "Expected standard", "reported", "Expected standard"),
        ("not_of_ours", 1.25, None, "reported", "1.3"),
    ],
)
def test_a_value_is_shown_in_its_unit_or_its_words(code, value, text, status, shown):
    assert strand_views.shown(code, value, text, status) == shown


def test_a_period_is_a_school_year_or_a_day():
    assert strand_views.period("2017") == "2016 to 2017"
    assert strand_views.period("2014-05-12") == "12 May 2014"
