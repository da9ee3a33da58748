"""A text that is neither a number nor a code of the layout stops its column, and is named with its row."""

import pytest
from tests.unit.evidence.samples import options, path, sample

from fingerpost.evidence.reading.load import Refused, read


def changed(code, old, new):
    """The sample of a layout with one text changed."""
    text = path(code).read_text(encoding="utf-8")
    assert old in text
    return read(path(code), options(code), content=text.replace(old, new, 1).encode())


def test_an_unlisted_code_stops_its_column_and_no_other():
    reading = changed("absence", "990001,3.5,6", "990001,3.5,ZZZ")

    assert "absence_persistent" not in reading.tables["facts"]["indicator"].to_list()
    assert reading.tables["facts"].filter(indicator="absence_overall").height == 10
    message = reading.messages[0]
    assert (message.level, message.row, message.column) == ("warning", 2, "PPERSABS10")
    assert "holds 'ZZZ', neither a number nor a code of this layout" in message.text


def test_an_unlisted_code_in_the_one_column_of_figures_refuses_the_file():
    with pytest.raises(Refused, match="Column Values holds 'n/a'") as refused:
        changed("lait", "70.699999999999996", "n/a")

    assert (refused.value.message.row, refused.value.message.column) == (2, "Values")


def test_a_rating_in_words_that_nobody_uses_is_named():
    reading = changed("school_list_information", "Outstanding", "Splendid")

    assert "1 row has 'Splendid' for Ofsted's rating" in reading.messages[0].text
    assert reading.messages[0].row == 3


def test_schools_and_providers_in_one_file_are_named(tmp_path):
    place = "201718,Academic year,{},E92000001,England,E12000006,East of England,873,E10000003,County A"
    table = (
        "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
        "new_la_code,la_name,school_urn,school_laestab,school_name,provider_ukprn,provider_name,visits\n"
        f"{place.format('School')},990001,8952001,School A,,,1\n"
        f"{place.format('Provider')},,,,10000001,College A,2\n"
    )

    reading = read(tmp_path / "visits.csv", content=table.encode())

    said = " ".join(message.text for message in reading.messages)
    assert "mixes the levels school and provider" in said
    assert "1 school row has a school_laestab of another authority than its old_la_code" in said


def test_two_kinds_of_year_in_one_file_are_named(tmp_path):
    table = (
        "time_period,time_identifier,geographic_level,country_code,country_name,visits\n"
        "201718,Academic year,National,E92000001,England,1\n"
        "2017,Calendar year,National,E92000001,England,2\n"
    )

    reading = read(tmp_path / "visits.csv", content=table.encode())

    assert "different kinds of year" in reading.messages[0].text
    assert reading.period == "2017-2018"


def test_a_sample_without_strangers_says_nothing():
    assert sample("absence").messages == []
