"""The first day on which a figure could be known, and the inspection framework of a day."""

from datetime import date

import polars as pl
import pytest

from fingerpost.evidence import frameworks, national
from fingerpost.evidence.national import Day, Releases

LISTED = Day(date(2017, 12, 14), "listed", False)
RELEASES = Releases(
    {
        ("ks2", "2017", "final"): LISTED,
        ("ks2", "usual", "final"): Day(date(2000, 12, 15), "mid December", True),
        ("ks2", "usual", "provisional"): Day(date(2000, 9, 10), "early September", True),
        ("ks4", "usual", "final"): Day(date(2001, 2, 5), "early February", True),
    }
)
DAYS = [
    ("ks2", "2017", "final", date(2017, 12, 14)),
    ("ks2", "2018", "final", date(2018, 12, 15)),
    ("ks2", "2017", "provisional", date(2017, 9, 10)),
    ("ks2", "2017", "revised", date(2017, 12, 14)),
    ("ks4", "2017", "final", date(2018, 2, 5)),
    ("ks4", "2017", "provisional", date(2018, 2, 5)),
    ("unheard of", "2017", "final", date(2018, 4, 1)),
]


@pytest.mark.parametrize(("source", "period", "release", "expected"), DAYS)
def test_a_figure_is_known_from_the_day_listed_or_from_its_usual_day(source, period, release, expected):
    assert RELEASES.known_on(source, period, release).on == expected


def test_a_day_that_is_not_listed_is_marked_ours():
    assert RELEASES.known_on("ks2", "2017") == LISTED
    assert RELEASES.known_on("ks2", "2018").is_ours
    assert RELEASES.known_on("unheard of", "2017").is_ours


def test_every_day_that_is_listed_has_its_reference():
    days = national.releases().days

    assert days
    assert all(day.reference for day in days.values())


def test_every_authority_has_a_region_and_a_national_code():
    areas = national.areas()

    assert set(areas.by_ons.values()) == set(areas.names)
    assert set(areas.region_of.values()) <= set(areas.regions)


FRAMEWORKS = [
    (date(2005, 8, 31), "section10"),
    (date(2012, 8, 31), "section5-2009"),
    (date(2012, 9, 1), "oeif-2012"),
    (date(2019, 8, 31), "oeif-2015"),
    (date(2019, 9, 1), "eif-2019"),
    (date(2025, 11, 9), "eif-2019"),
    (date(2025, 11, 10), "report-card-2025"),
    (None, None),
]


@pytest.mark.parametrize(("day", "expected"), FRAMEWORKS)
def test_the_framework_is_that_of_the_day_of_inspection(day, expected):
    frame = pl.DataFrame({"ended_on": [day]}, schema={"ended_on": pl.Date})

    assert frame.select(frameworks.of("ended_on")).item() == expected


@pytest.mark.parametrize(
    ("grade", "day", "expected"),
    [
        (3, date(2012, 8, 31), "Satisfactory"),
        (3, date(2012, 9, 1), "Requires improvement"),
        (3, None, "Requires improvement"),
        (1, date(2005, 1, 1), "Outstanding"),
        (None, None, "Not judged"),
        (9, None, "Not judged"),
    ],
)
def test_a_grade_is_told_in_the_words_of_its_day(grade, day, expected):
    assert frameworks.grade_name(grade, day) == expected
