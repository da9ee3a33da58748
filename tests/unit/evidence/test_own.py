"""An authority's own results: any measure, with the day from which it was known."""

from datetime import date

import pytest
from tests.unit.evidence.samples import fact, path, sample

from fingerpost.evidence.reading.load import Options, Refused, read

HEADING = "urn,indicator,group,period,value,numerator,denominator,known_on\n"


def own(tmp_path, *rows, heading=HEADING, **options):
    return read(tmp_path / "own.csv", Options(**options), content=(heading + "\n".join(rows) + "\n").encode())


def test_own_figures_are_marked_and_provisional_until_something_is_published():
    found = fact(sample("own"), "990001", "eyfs_gld")

    assert sample("own").layout.origin == "own"
    assert (found["release"], found["known_on"], found["known_how"]) == (
        "provisional",
        date(2026, 7, 10),
        "stated",
    )


def test_a_blank_value_is_worked_out_from_its_counts():
    assert fact(sample("own"), "990001", "eyfs_gld", "boys")["value"] == pytest.approx(100 * 6 / 11)
    assert fact(sample("own"), "990005", "ks2_reading_scaled")["value"] == 105.0


def test_a_measure_may_be_named_by_code_or_by_name():
    assert fact(sample("own"), "990002", "eyfs_gld")["period"] == "2026"


def test_groups_may_be_joined():
    assert fact(sample("own"), "990003", "phonics_year1", "disadvantaged+eal")["value"] == 66.7


def test_a_measure_nobody_knows_is_kept_as_the_authoritys_own_and_named():
    reading = sample("own")

    assert fact(reading, "990004", "own:Pupils who read every day")["value"] == 42.0
    assert "no indicator of Fingerpost" in reading.messages[0].text


def test_a_figure_without_the_day_it_was_known_is_refused(tmp_path):
    with pytest.raises(Refused, match="no day on which the figure was known"):
        own(tmp_path, "990001,eyfs_gld,all,2026,70,,,2026-07-10", "990002,eyfs_gld,all,2026,70,,,")


def test_one_day_may_be_given_for_the_whole_file(tmp_path):
    reading = own(tmp_path, "990002,eyfs_gld,all,2026,70,,,", known_on=date(2026, 7, 10))

    assert fact(reading, "990002", "eyfs_gld")["known_on"] == date(2026, 7, 10)


def test_a_figure_without_a_certain_year_is_refused(tmp_path):
    with pytest.raises(Refused, match="'summer' for a school year"):
        own(tmp_path, "990001,eyfs_gld,all,summer,70,,,2026-07-10")


def test_a_code_that_is_not_listed_is_refused_with_its_row(tmp_path):
    with pytest.raises(Refused) as refused:
        own(tmp_path, "990001,eyfs_gld,all,2026,70,,,2026-07-10", "990002,eyfs_gld,all,2026,??,,,2026-07-10")

    assert (refused.value.message.row, refused.value.message.column) == (3, "value")


def test_two_rows_about_the_same_are_both_set_aside(tmp_path):
    same = "990001,eyfs_gld,all,2026,{},,,2026-07-10"

    reading = own(tmp_path, same.format(70), same.format(71), "990002,eyfs_gld,all,2026,72,,,2026-07-10")

    assert reading.tables["facts"]["place"].to_list() == ["990002"]
    assert sum(reading.set_aside.values()) == 2


def test_a_row_without_a_school_is_set_aside_and_counted(tmp_path):
    reading = own(tmp_path, ",eyfs_gld,all,2026,70,,,2026-07-10", "990002,eyfs_gld,all,2026,72,,,2026-07-10")

    assert reading.set_aside == {"rows without a school (URN or LAESTAB) or a measure": 1}


def test_a_school_may_be_named_by_authority_and_number(tmp_path):
    heading = "laestab,measure,time_period,value,known_on\n"

    reading = own(tmp_path, "0012001,eyfs_gld,202526,70,2026-07-10", heading=heading)

    assert fact(reading, "0012001", "eyfs_gld")["place_kind"] == "estab"


def test_the_sample_in_the_manual_loads(tmp_path):
    manual = (path("own").parents[2] / "docs" / "own-data.md").read_text(encoding="utf-8")
    table = manual.split("```\n")[1]

    assert read(tmp_path / "own.csv", content=table.encode()).kept == 3
