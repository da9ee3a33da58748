"""Counts that services keep: what is made of them, and what is refused."""

from datetime import date

import pytest
from tests.unit.evidence.samples import fact, sample

from fingerpost.evidence.layouts.services import KINDS
from fingerpost.evidence.reading.load import Options, Refused, read


@pytest.mark.parametrize(
    ("code", "place", "indicator", "period", "value", "status"),
    [
        ("neet", "E05099000", "neet", "2026", 100 * 2 / 90, "reported"),
        ("neet", "E05099000", "neet_not_known", "2026", 100 * 3 / 90, "reported"),
        ("neet", "E05099003", "neet", "2026", None, "suppressed"),
        ("neet", "E05099003", "neet_not_known", "2026", None, "suppressed"),
        ("neet", "001", "not_known", "2026", 100 * 21 / 1060, "reported"),
        ("missing_education", "001", "missing_education", "2026", 93.0, "reported"),
        ("fair_access", "990003", "fair_access_moves", "2026", 2.0, "reported"),
        ("fair_access", "990001", "fair_access_moves", "2026", 0.0, "reported"),
        ("cared_for", "001", "peps_quality_assured", "2026", 100 * 260 / 335, "reported"),
        ("cared_for", "001", "placed_outside", "2026", None, "suppressed"),
    ],
)
def test_a_count_becomes_a_figure_of_its_place_or_the_reason_for_none(
    code, place, indicator, period, value, status
):
    found = fact(sample(code), place, indicator, period=period)

    assert found["value"] == (None if value is None else pytest.approx(value))
    assert found["status"] == status
    assert found["known_on"] is not None


def test_a_share_keeps_its_counts_so_that_places_can_be_added_up():
    found = fact(sample("youth_justice"), "001", "youth_justice_hours", period="2026")

    assert (found["numerator"], found["denominator"]) == (52, 87)


def test_a_row_with_more_in_the_part_than_in_the_whole_is_set_aside_and_named():
    reading = sample("youth_justice")

    assert reading.set_aside == {"rows in which with_25_hours is more than young_people": 1}
    assert any("more in with_25_hours than in young_people" in message.text for message in reading.messages)
    assert "2020" not in reading.tables["facts"]["period"].to_list()


def test_a_row_without_a_place_is_set_aside():
    assert sample("fair_access").set_aside == {"rows without a school (URN), a ward or an authority": 1}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("001,soon,3,1,2026-07-31", "no school year"),
        ("001,2026,3,1,", "no day on which the count was known"),
        ("001,2026,2.5,1,2026-07-31", "'2.5', which is no count of children"),
        ("001,2026,-1,1,2026-07-31", "'-1', which is no count of children"),
        ("001,2026,many,1,2026-07-31", "'many', which is no count of children"),
    ],
)
def test_a_careless_file_is_refused_with_its_row(tmp_path, row, says):
    content = f"authority,period,missing_education,returned,known_on\n001,2025,4,1,2025-07-31\n{row}\n"

    with pytest.raises(Refused) as refused:
        read(tmp_path / "missing.csv", Options(), content=content.encode())

    assert says in refused.value.message.text
    assert refused.value.message.row == 3


def test_the_day_may_be_given_for_the_whole_file(tmp_path):
    content = "authority,period,missing_education,returned\n001,2026,4,1\n"

    reading = read(tmp_path / "missing.csv", Options(known_on=date(2026, 8, 1)), content=content.encode())

    assert set(reading.tables["facts"]["known_on"].to_list()) == {date(2026, 8, 1)}


@pytest.mark.parametrize("code", KINDS)
def test_no_file_of_counts_asks_for_a_child(code):
    personal = {"upn", "name", "surname", "forename", "dob", "date_of_birth", "postcode", "address"}

    assert not personal & set(KINDS[code][1])
