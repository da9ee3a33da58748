"""Tidy files of today: a subject, a year group or a breakdown in a filter says which of our indicators a column is."""

from datetime import date
from pathlib import Path

import pytest
from tests.unit.evidence.samples import fact

from fingerpost.evidence.reading.load import read
from fingerpost.evidence.shapes.performance import release_of
from fingerpost.evidence.shapes.tidy.time import Moment, NoTime
from fingerpost.evidence.shapes.tidy.time import read as read_time

PLACE = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code"
)
HEADING = (
    f"{PLACE},la_name,version,establishment_type_group,subject,breakdown_topic,breakdown,pupil_count,"
    "expected_standard_pupil_percent,higher_standard_pupil_percent,average_scaled_score"
)
AUTHORITY = (
    "202425,Academic year,Local authority,E92000001,England,E12000006,East of England,873,E10000003,County A"
)


def row(
    subject,
    topic="Total",
    breakdown="Total",
    figures="600,62,8,105",
    version="Provisional",
    schools="All state-funded",
):
    return f"{AUTHORITY},{version},{schools},{subject},{topic},{breakdown},{figures}"


def load(tmp_path, *rows, heading=HEADING):
    return read(tmp_path / "ks2.csv", content=("\n".join((heading, *rows)) + "\n").encode())


def test_a_filter_says_which_indicator_a_column_is(tmp_path):
    reading = load(
        tmp_path,
        row("Reading, writing and maths").replace(
            "Reading, writing and maths", '"Reading, writing and maths"'
        ),
        row("Reading", figures="600,75,31,106"),
    )

    assert fact(reading, "873", "ks2_rwm_expected")["value"] == 62
    assert fact(reading, "873", "ks2_reading_expected")["value"] == 75
    assert fact(reading, "873", "ks2_reading_scaled")["value"] == 106


def test_a_breakdown_is_the_group(tmp_path):
    reading = load(
        tmp_path,
        row("Maths"),
        row("Maths", "Disadvantage status", "Disadvantaged", "150,48,6,102"),
        row("Maths", "Disadvantage status", "Not known to be disadvantaged", "450,67,9,106"),
        row("Maths", "Sex", "Girls", "300,70,9,106"),
    )

    assert fact(reading, "873", "ks2_maths_expected", "disadvantaged")["value"] == 48
    assert fact(reading, "873", "ks2_maths_expected", "not_disadvantaged")["value"] == 67
    assert fact(reading, "873", "ks2_maths_expected", "girls")["value"] == 70


def test_state_funded_schools_stand_for_all_where_both_are_given(tmp_path):
    reading = load(tmp_path, row("Maths"), row("Maths", figures="640,60,8,104", schools="All schools"))

    assert fact(reading, "873", "ks2_maths_expected")["value"] == 62
    assert fact(reading, "873", "ks2_maths_expected", "establishment type group=all schools")["value"] == 60


def test_the_version_is_the_release_and_dates_the_figure(tmp_path):
    reading = load(tmp_path, row("Maths"), row("Maths", figures="600,61,8,105", version="Final"))

    maths = reading.tables["facts"].filter(indicator="ks2_maths_expected").sort("known_on")
    assert maths.select("release", "value", "known_on").rows() == [
        ("provisional", 62.0, date(2025, 9, 10)),
        ("final", 61.0, date(2025, 12, 15)),
    ]


def test_a_subject_that_is_no_indicator_of_ours_is_kept_under_the_columns_name(tmp_path):
    reading = load(tmp_path, row("Maths"), row("Juggling", figures="600,12,1,90"))

    found = fact(reading, "873", "tidy:expected_standard_pupil_percent", "subject=juggling")
    assert found["value"] == 12


def test_without_metadata_words_are_groups_and_figures_are_measures(tmp_path):
    heading = f"{PLACE},la_name,age,year_group,books,share"

    reading = load(tmp_path, f"{AUTHORITY},10,5,100,12.5", f"{AUTHORITY},11,6,110,c", heading=heading)

    assert fact(reading, "873", "tidy:books", "age=10+year group=5")["value"] == 100
    assert fact(reading, "873", "tidy:share", "age=11+year group=6")["status"] == "suppressed"


def test_a_school_of_some_type_is_a_school_and_no_group(tmp_path):
    place = AUTHORITY.replace("Local authority", "School")
    heading = f"{PLACE},la_name,school_urn,school_laestab,school_name,school_type,visits"

    reading = load(
        tmp_path,
        *(f"{place},99000{i},873200{i},School {i},State-funded primary,{i}" for i in range(1, 6)),
        f"{AUTHORITY},,,,State-funded primary,15",
        heading=heading,
    )

    assert fact(reading, "990001", "tidy:visits")["value"] == 1
    assert fact(reading, "873", "tidy:visits", "phase=primary")["value"] == 15


@pytest.mark.parametrize(
    ("said", "identifier", "period", "group"),
    [
        ("201718", "Academic year", "2018", "all"),
        ("2017/18", "Academic year", "2018", "all"),
        ("201718", "Financial year", "2018", "all"),
        ("2018", "Calendar year", "2018", "all"),
        ("2018", "Reporting year", "2018", "all"),
        ("201718", "Spring term", "2018", "term=spring"),
        ("2018", "Week 30", "2018", "week=30"),
        ("2018", "January", "2018", "month=january"),
        ("201718", "Academic year Q1", "2018", "quarter=q1"),
        ("201718", "", "2018", "all"),
        ("2018", "", "2018", "all"),
    ],
)
def test_a_period_is_named_by_the_year_in_which_it_ends(said, identifier, period, group):
    assert read_time(said, identifier) == Moment(period, group)


@pytest.mark.parametrize(
    ("said", "identifier"),
    [
        ("2018", "Academic year"),
        ("201719", "Academic year"),
        ("201718", "Calendar year"),
        ("18", "Calendar year"),
        ("", "Academic year"),
        ("201718", "Fortnight"),
    ],
)
def test_a_period_that_is_not_certain_is_no_period(said, identifier):
    with pytest.raises(NoTime):
        read_time(said, identifier)


@pytest.mark.parametrize(
    ("name", "release"),
    [
        ("england_ks4provisional", "provisional"),
        ("2025_prov_tables", "provisional"),
        ("england_ks5revised", "revised"),
        ("school_improvement_ks2final", "final"),
    ],
)
def test_a_file_says_in_its_name_which_release_it_is(name, release):
    assert release_of(Path(f"{name}.csv")).value == release


def test_an_unknown_characteristic_is_named_by_its_topic(tmp_path):
    heading = f"{PLACE},la_name,characteristic_group,characteristic,visits"

    reading = load(
        tmp_path,
        f"{AUTHORITY},Age,Age 10,7",
        f"{AUTHORITY},Total,Total,70",
        f"{AUTHORITY},Gender,Gender Male,35",
        heading=heading,
    )

    assert fact(reading, "873", "tidy:visits", "age=10")["value"] == 7
    assert fact(reading, "873", "tidy:visits", "boys")["value"] == 35
    assert fact(reading, "873", "tidy:visits")["value"] == 70


def test_a_column_that_only_groups_a_filter_is_no_group(tmp_path):
    heading = f"{PLACE},la_name,school_family,school_type,visits"
    meta = (
        "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column\n"
        "school_type,Filter,School type,,,,,school_family\n"
        "visits,Indicator,Visits,,,0,,\n"
    )
    table = (
        "\n".join((heading, f"{AUTHORITY},Single,State-funded primary,7", f"{AUTHORITY},Both,Total,9")) + "\n"
    )

    reading = read(tmp_path / "visits.csv", content=table.encode(), companion=meta.encode())

    assert fact(reading, "873", "tidy:visits", "phase=primary")["value"] == 7
    assert fact(reading, "873", "tidy:visits")["value"] == 9
