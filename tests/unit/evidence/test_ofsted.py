"""Ofsted's lists from 2015 on: blocks of inspections, each scale kept apart."""

from datetime import date

import polars as pl
import pytest
from tests.unit.evidence.samples import options, path, sample

from fingerpost.evidence.reading.load import read


def inspections(code, urn):
    found = sample(code).tables["inspections"].filter(urn=urn).sort("ended_on")
    return list(found.iter_rows(named=True))


def grades(code, urn, role):
    found = sample(code).tables["grades"].filter(urn=urn, role=role)
    return dict(found.select("aspect", "grade").iter_rows())


def test_an_inspection_is_known_from_the_day_of_its_publication():
    latest = inspections("ofsted_2019", 990002)[-1]

    assert (latest["ended_on"], latest["known_on"], latest["known_how"]) == (
        date(2022, 1, 12), date(2022, 3, 2), "row",
    )  # fmt: skip


def test_an_inspection_without_a_day_of_publication_is_estimated():
    previous = inspections("ofsted_2019", 990002)[0]

    assert (previous["known_on"], previous["known_how"]) == (date(2016, 6, 3), "inspection + 28 days")


def test_a_visit_keeps_the_grade_and_is_told_apart():
    previous, latest, visit = inspections("ofsted_2019", 990001)

    assert [i["role"] for i in (previous, latest, visit)] == ["previous", "latest", "event"]
    assert (visit["kind"], visit["overall"], visit["outcome"]) == ("ungraded", None, "School remains Good")


def test_an_inherited_inspection_shows_the_number_it_was_made_under():
    latest = next(i for i in inspections("ofsted_2019", 990005) if i["role"] == "latest")

    assert (latest["inspected_urn"], latest["category"]) == (980005, "SM")


def test_not_judged_and_nine_are_no_grade():
    latest = next(i for i in inspections("ofsted_2019", 990008) if i["role"] == "latest")

    assert latest["overall"] is None
    assert grades("ofsted_2019", 990008, "latest")["quality_of_education"] == "2"
    assert "early_years" not in grades("ofsted_2019", 990006, "latest")


def test_a_school_never_inspected_is_listed_and_has_no_inspection():
    assert not inspections("ofsted_2019", 990010)
    assert 990010 in sample("ofsted_2019").tables["listing"]["urn"].to_list()


def test_a_report_card_has_words_and_no_overall_grade():
    old, card = inspections("ofsted_2025", 990001)

    assert (card["framework"], card["role"], card["overall"]) == ("report-card-2025", "latest", None)
    assert (old["framework"], old["role"], old["overall"]) == ("eif-2019", "previous", 2)
    assert grades("ofsted_2025", 990001, "latest")["rc_inclusion"] == "Exceptional"
    assert grades("ofsted_2025", 990001, "latest")["rc_safeguarding"] == "Met"


def test_an_area_graded_again_keeps_its_own_day():
    found = (
        sample("ofsted_2025").tables["grades"].filter(urn=990001, aspect="rc_early_years").row(0, named=True)
    )

    assert (found["ended_on"], found["graded_on"]) == (date(2025, 12, 4), date(2026, 1, 20))


def test_the_last_old_inspection_is_the_latest_where_there_is_no_report_card():
    roles = {i["role"] for i in inspections("ofsted_2025", 990002)}

    assert roles == {"latest"}
    assert "rc_inclusion" not in grades("ofsted_2025", 990002, "latest")


def test_the_category_in_force_goes_with_the_latest_inspection():
    assert inspections("ofsted_2025", 990006)[-1]["category"] == "RSI"
    assert inspections("ofsted_2025", 990005)[-1]["category"] == "SWK"


def test_windows_letters_are_read():
    names = sample("ofsted_2025").tables["listing"]["name"].to_list()

    assert "St Brigid’s Primary School" in names


def test_every_inspection_of_2015_to_2019_is_an_event_and_makes_no_list():
    reading = sample("ofsted_2015")

    assert "listing" not in reading.tables
    assert set(reading.tables["inspections"]["role"]) == {"event", "previous"}


def test_a_short_inspection_is_a_visit():
    short = next(i for i in inspections("ofsted_2015", 990003) if i["role"] == "event")

    assert (short["kind"], short["outcome"]) == ("ungraded", "School remains Good")


def test_an_inspection_belongs_to_the_framework_of_its_day():
    previous, event = inspections("ofsted_2015", 990001)

    assert (previous["framework"], event["framework"]) == ("section5-2009", "oeif-2015")


@pytest.mark.parametrize(
    ("said", "column"),
    [("Brilliant", "Inclusion"), ("5", "Latest OEIF overall effectiveness"), ("XX", "Category of concern")],
)
def test_a_grade_that_is_none_of_the_lists_is_named(said, column):
    table = pl.read_csv(path("ofsted_2025"), infer_schema=False, encoding="cp1252")
    table = table.with_columns(
        pl.when(pl.col("URN") == "990001").then(pl.lit(said)).otherwise(pl.col(column)).alias(column)
    )

    reading = read(path("ofsted_2025"), options("ofsted_2025"), content=table.write_csv().encode())

    assert [(m.level, m.column, m.row) for m in reading.messages] == [("warning", column, 2)]
    assert repr(said) in reading.messages[0].text
