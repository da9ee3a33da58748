"""How days, numbers and what is missing are written."""

from datetime import date, datetime

import pytest

from fingerpost.present import formats


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (None, 0, ""),
        (1234, 0, "1,234"),
        (-0.04, 1, "0.0"),
        (-1.25, 1, "−1.3"),
        (67.0, 0, "67"),
        (104.25, 1, "104.3"),
        (62.5, 0, "63"),
        (0.285, 2, "0.29"),
    ],
)
def test_a_number_has_its_decimals_and_a_true_minus(value, decimals, written):
    assert formats.number(value, decimals) == written


@pytest.mark.parametrize(
    ("value", "written"), [(1.2, "+1.2"), (-0.3, "−0.3"), (0.0, "0.0"), (0.01, "+0.0"), (None, "")]
)
def test_a_change_has_its_sign(value, written):
    assert formats.change(value) == written


def test_days_and_moments_read_as_people_write_them():
    assert formats.day(date(2026, 5, 12)) == "12 May 2026"
    assert formats.moment(datetime(2026, 5, 12, 0, 5)) == "12 May 2026 at 12:05am"  # noqa: DTZ001
    assert formats.day(None) == ""


def test_what_is_missing_is_said_and_is_never_nought():
    assert formats.missing("suppressed") == "hidden: few pupils"
    assert formats.missing("something else") == "something else"
    assert formats.missing(None) == "–"


@pytest.mark.parametrize(
    ("unit", "written"), [("%", "67%"), ("% of pupils", "67%"), ("points", "67"), ("", "67")]
)
def test_a_percentage_has_its_sign(unit, written):
    assert formats.with_unit(67.2, unit) == written


def test_a_period_is_the_year_in_which_it_ends():
    assert formats.school_year("2017") == "2016 to 2017"
    assert formats.school_year("2014-05-12") == "2014-05-12"


def test_lists_and_counts_read_as_english():
    assert formats.listed(["one"]) == "one"
    assert formats.listed(["one", "two", "three"]) == "one, two and three"
    assert formats.listed([]) == ""
    assert formats.plural(1, "school") == "1 school"
    assert formats.plural(1200, "authority", "authorities") == "1,200 authorities"
