"""The department's register: every download has its own columns, and each is found by name."""

from datetime import date
from pathlib import Path

import pytest

from fingerpost.evidence.reading.load import Options, read

ON = Options(as_at=date(2021, 12, 30))
SCHOOLS = "URN,LA (code),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name)"


def one(heading, row, table="schools"):
    reading = read(Path("list.csv"), ON, content=f"{heading}\n{row}\n".encode())
    (found,) = reading.tables[table].to_dicts()
    return found


def test_a_school_is_placed_by_its_authority_and_number():
    found = one(SCHOOLS, "990001,801,12,Hill Primary School,Community school")

    assert (found["urn"], found["authority"], found["laestab"]) == (990001, "801", "8010012")
    assert found["status"] is found["opened_on"] is None


@pytest.mark.parametrize("spelled", [str.upper, str.lower, str.title])
def test_a_heading_is_known_whatever_its_case(spelled):
    found = one(spelled(SCHOOLS), "990001,801,12,Hill Primary School,Community school")

    assert found["name"] == "Hill Primary School"


@pytest.mark.parametrize("nothing", ["", "Not applicable", "NULL", "-"])
def test_a_blank_says_nothing(nothing):
    found = one(f"{SCHOOLS},Trusts (name)", f"990001,801,12,Hill,Community school,{nothing}")

    assert found["trust_name"] is None


def test_a_link_may_have_no_day():
    found = one("URN,LinkURN,LinkType", "990001,990002,Successor", "links")

    assert (found["urn"], found["link_urn"], found["kind"], found["linked_on"]) == (
        990001,
        990002,
        "Successor",
        None,
    )


def test_a_group_is_read_with_the_columns_that_it_has():
    found = one(
        "Group UID,Group Name,Group Type,Group Status", "7,Dale Trust,Multi-academy trust,Open", "groups"
    )

    assert (found["uid"], found["name"], found["opened_on"]) == ("7", "Dale Trust", None)


def test_a_row_without_a_urn_or_a_name_is_set_aside():
    rows = (
        "990001,801,12,Hill,Community school\n,801,13,Mill,Community school\n990003,801,14,,Community school"
    )

    reading = read(Path("list.csv"), ON, content=f"{SCHOOLS}\n{rows}\n".encode())

    assert (reading.rows, reading.kept) == (3, 1)
    assert reading.set_aside == {"rows without a URN or name": 2}
