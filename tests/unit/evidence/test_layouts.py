"""Every layout reads its ten-row sample: true headings, invented schools."""

from contextlib import suppress
from datetime import date

import pytest
from tests.unit.evidence.samples import fact, options, path, sample

from fingerpost.evidence.layouts import BY_CODE, LAYOUTS
from fingerpost.evidence.reading.load import Refused, read

ENGLAND = "E92000001"


@pytest.mark.parametrize("code", [layout.code for layout in LAYOUTS])
def test_a_sample_of_every_layout_is_recognised_and_used(code):
    reading = sample(code)

    assert reading.layout.code == code
    assert reading.tables
    assert reading.kept + sum(reading.set_aside.values()) == reading.rows
    if BY_CODE[code].needs == "period":
        assert reading.period == "2017"
    if BY_CODE[code].needs == "as_at":
        assert reading.as_at is not None


@pytest.mark.parametrize("spelling", [str, str.lower, str.upper])
@pytest.mark.parametrize("code", [layout.code for layout in LAYOUTS])
def test_a_file_with_only_what_a_layout_asks_for_is_read_or_refused(tmp_path, code, spelling):
    layout = BY_CODE[code]
    columns = [spelling(name) for name in (*layout.required, *(names[0] for names in layout.one_of))]
    rows = (columns, ["1"] * len(columns), ["x"] * len(columns))
    table = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\n"

    # Anything but a refusal would be our own mistake.
    with suppress(Refused):
        read(tmp_path / "file.csv", options(code), content=table.encode())


FIGURES = [
    # layout, place, indicator, group, value, status
    ("ks2", "990001", "ks2_rwm_expected", "all", 50.0, "reported"),
    ("ks2", "990002", "ks2_rwm_expected", "disadvantaged", None, "suppressed"),
    ("ks2", "990001", "ks2_rwm_expected", "boys", 45.0, "reported"),
    ("ks2", "990004", "ks2_reading_progress", "all", None, "low coverage"),
    ("ks2", "990005", "ks2_rwm_expected", "all", None, "too new"),
    ("ks2", "001", "ks2_rwm_expected", "disadvantaged", 48.0, "reported"),
    ("ks2", ENGLAND, "ks2_rwm_expected", "all", 64.0, "reported"),
    ("ks2", ENGLAND, "ks2_reading_progress", "all", None, "blank"),
    ("ks2_extract", "990001", "ks2_rwm_expected", "all", 50.0, "reported"),
    ("ks2_extract", "990006", "ks2_rwm_expected", "all", None, "blank"),
    ("ks2_levels", "990001", "ks2_reading_expected_progress", "all", 82.0, "reported"),
    ("ks2_levels", "990002", "ks2_maths_expected_progress", "girls", None, "suppressed"),
    ("ks2_levels", ENGLAND, "ks2_points", "all", 28.3, "reported"),
    ("ks2_levels", "990001", "ks2_pupils", "all", 30.0, "reported"),
    ("ks2_levels", "990008", "ks2_pupils", "all", None, "suppressed"),
    ("ks4", "990002", "ks4_progress8", "all", -0.2, "reported"),
    ("ks4", "990003", "ks4_attainment8", "all", None, "no entries"),
    ("ks4", "001", "ks4_english_maths_4", "all", 62.1, "reported"),
    ("ks4", ENGLAND, "ks4_attainment8", "all", 46.0, "reported"),
    ("ks4_extract", "990002", "ks4_progress8", "all", None, "blank"),
    ("ks4_2011", "990001", "ks4_5acem", "all", 50.0, "reported"),
    ("ks4_2011", "990001", "ks4_5acem", "low_prior", 10.0, "reported"),
    ("ks4_2011", "990002", "ks4_5acem", "disadvantaged", None, "suppressed"),
    ("ks4_2011", "990001", "ks4_expected_progress_english", "low_prior", 50.0, "reported"),
    ("ks4_2010", "0014001", "ks4_5acem", "all", 45.0, "reported"),
    ("ks4_2010", "0014002", "ks4_5acem", "all", None, "suppressed"),
    ("ks4_2010", "0014003", "ks4_expected_progress_english", "all", None, "low coverage"),
    ("ks4_2010", "001", "ks4_5acem", "all", 55.1, "reported"),
    ("ks4_2010", ENGLAND, "ks4_5acem", "all", 55.2, "reported"),
    ("ks5", "990004", "ks5_alevel_points_entry", "all", 31.5, "reported"),
    ("ks5", "990001", "ks5_alevel_points_entry", "disadvantaged", 27.3, "reported"),
    ("ks5", "990006", "ks5_alevel_points_entry", "all", None, "no entries"),
    ("ks5", ENGLAND, "ks5_alevel_points_entry", "all", 31.1, "reported"),
    ("ks5_2013", "990010", "ks5_alevel_points_entry", "all", 205.2, "reported"),
    ("ks5_2013", "990005", "ks5_students", "all", None, "too new"),
    ("absence", "990003", "absence_persistent", "all", None, "suppressed"),
    ("absence", ENGLAND, "absence_persistent", "phase=secondary", 13.5, "reported"),
    ("absence_15", "990001", "absence_persistent_15", "all", 1.0, "reported"),
    ("census", "990002", "girls", "all", 48.0, "reported"),
    ("census", "990004", "eal", "all", None, "not published"),
    ("census", ENGLAND, "roll", "phase=primary", 4998768.0, "reported"),
    ("census_2014", "990002", "girls", "all", None, "suppressed"),
    ("census_2014", ENGLAND, "fsm", "phase=secondary", 15.7, "reported"),
    ("workforce", "990003", "teachers", "all", None, "not supplied"),
    ("workforce", ENGLAND, "pupils_per_teacher", "phase=primary", 20.5, "reported"),
    ("workforce_words", "990001", "teacher_salary", "all", 46053.0, "reported"),
    ("workforce_words", ENGLAND, "teachers", "phase=primary", 221076.1, "reported"),
    ("mats_ks2", "99001", "mat_ks2_reading_progress", "all", -0.3, "reported"),
    ("mats_ks4", "99000", "mat_ks4_progress8", "disadvantaged", -0.4, "reported"),
    ("lait", "202", "lait:TotPermEx", "all", 0.08, "reported"),
    ("lait", ENGLAND, "lait:FSP_NEW_GOODDEV", "all", 70.7, "reported"),
    ("lait", "E13000001", "lait:FSP_NEW_GOODDEV", "all", 71.0, "reported"),
    ("tidy_exclusions", "0012003", "suspensions", "all", None, "suppressed"),
    ("tidy_exclusions", "001", "exclusions_permanent", "all", 0.075, "reported"),
    ("tidy_exclusions", "001", "suspensions", "phase=special", None, "not applicable"),
    ("tidy_absence", "001", "absence_overall", "phase=primary", 4.1234, "reported"),
    ("tidy_absence", "001", "absence_overall", "phase=primary+term=autumn", 4.1234, "reported"),
    ("tidy_absence_bands", ENGLAND, "tidy:enrolments_unauthorised", "percent bands=0", None, "suppressed"),
    ("tidy_attendance", "E12000006", "attendance_overall", "all", None, "suppressed"),
    ("tidy_attendance", "001", "absence_persistent", "phase=secondary", 17.5033710196038, "reported"),
    ("tidy_ks4", "001", "ks4_attainment8", "asian", 46.0, "reported"),
    ("tidy_ks4", "001", "ks4_progress8", "asian+boys", -0.1, "reported"),
    ("tidy_ks4", "001", "ks4_progress8", "eal", None, "not applicable"),
    ("tidy_ks4", "E13000002", "ks4_attainment8", "disadvantaged", 48.0, "reported"),
    ("tidy_level_2_3", ENGLAND, "level3_by_19", "fsm", 36.0, "reported"),
    ("tidy_level_2_3", ENGLAND, "tidy:l2by17", "boys", None, "not available"),
    ("tidy_admissions", "001", "tidy:no_of_preferences", "nc year admission=7+phase=secondary", 3.0, "reported"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "place", "indicator", "group", "value", "status"), FIGURES)
def test_a_figure_is_read_with_its_place_group_and_reason(code, place, indicator, group, value, status):
    found = fact(sample(code), place, indicator, group)

    assert found["status"] == status
    assert found["value"] == (None if value is None else pytest.approx(value))


def test_a_school_is_named_by_its_urn_and_without_one_by_its_number():
    assert fact(sample("ks4"), "990001", "ks4_pupils")["place_kind"] == "school"
    assert fact(sample("ks4_2010"), "0014001", "ks4_pupils")["place_kind"] == "estab"


def test_grades_stay_text_and_are_never_taken_for_codes():
    assert fact(sample("ks5"), "990004", "ks5_alevel_points_entry")["text"] == "U"
    assert fact(sample("ks5_2013"), "990002", "ks5_alevel_points_entry")["text"] == "C"


def test_a_group_keeps_the_number_of_pupils_in_it():
    found = fact(sample("ks2"), "990001", "ks2_rwm_expected", "boys")

    assert found["denominator"] == 14


def test_a_figure_knows_the_row_and_column_it_came_from():
    found = fact(sample("ks2"), "990003", "ks2_rwm_expected")

    assert (found["row"], found["column"]) == (4, "PTRWM_EXP")


def test_a_reconstruction_is_told_from_the_published_table():
    assert sample("ks2").layout.origin == "published"
    assert sample("ks2_extract").layout.origin == "reconstruction"
    assert sample("ks4_extract").layout.origin == "reconstruction"


def test_a_figure_is_provisional_when_the_file_says_so(tmp_path):
    table = path("ks4").read_bytes()

    reading = read(tmp_path / "england_ks4provisional.csv", options("ks4"), content=table)

    found = fact(reading, "990001", "ks4_attainment8")
    assert (found["release"], found["known_on"]) == ("provisional", date(2017, 10, 12))


def test_a_row_longer_than_its_heading_is_left_out_and_named():
    reading = sample("mats_ks4")

    assert reading.set_aside == {"rows with more cells than the heading": 1}
    assert [m.row for m in reading.messages] == [11]


def test_the_years_of_the_interactive_tool_are_named_by_their_end():
    facts = sample("lait").tables["facts"]
    years = dict(facts.filter(facts["place"] == "202").select("row", "period").iter_rows())

    assert years == {2: "2017", 3: "2018", 4: "2025", 5: "2016", 6: "2016", 7: "2016"}


def test_the_words_beside_a_year_of_the_tool_are_its_release():
    facts = sample("lait").tables["facts"]

    assert dict(facts.select("row", "release").iter_rows())[3] == "revised"
    assert dict(facts.select("row", "release").iter_rows())[4] == "provisional"


def test_a_figure_of_the_tool_is_dated_by_its_first_publication():
    found = fact(sample("lait"), "202", "lait:FSP_NEW_GOODDEV", period="2017")

    assert (found["known_on"], found["known_how"]) == (date(2017, 11, 30), "restated")


def test_the_tool_names_a_measure_once_with_all_its_topics():
    measures = {
        row["code"]: row for row in sample("lait_dictionary").tables["measures"].iter_rows(named=True)
    }

    once = measures["lait:CINPermExclusion"]
    assert once["topic"] == "Children in Need; All Pupil Absence & Exclusions"
    assert (
        measures["lait:FSP_NEW_GOODDEV"] | {"unit": "%", "better": "high", "decimals": 1}
        == measures["lait:FSP_NEW_GOODDEV"]
    )
    assert measures["lait:RTA"]["no_quartile"] is True


def test_the_earlier_neighbours_in_the_same_sheet_are_left_alone():
    neighbours = sample("neighbours").tables["neighbours"]

    assert neighbours.height == 60
    assert neighbours.filter(neighbours["authority"] == "873")["place"].to_list() == list(range(1, 11))
    assert "931" not in neighbours["neighbour"].to_list()


def test_the_day_of_a_list_of_neighbours_stands_in_its_name(tmp_path):
    content = path("neighbours").read_bytes()

    assert read(tmp_path / "sn_april_2021.csv", content=content).as_at == date(2021, 4, 1)


def test_a_list_of_schools_speaks_of_its_latest_opening():
    assert sample("school_list_spine").as_at == date(2018, 9, 1)
    assert sample("school_list_information").as_at == date(2023, 3, 3)


def test_a_list_of_schools_says_who_took_over_from_whom():
    links = sample("school_list_spine").tables["links"].sort("urn")

    assert [row[:3] for row in links.select("urn", "link_urn", "kind").rows()] == [
        (990002, 980002, "Predecessor"),
        (990003, 990055, "Successor"),
        (990005, 980005, "Predecessor"),
    ]


def test_a_list_of_schools_uses_the_registers_words():
    schools = {s["urn"]: s for s in sample("school_list_spine").tables["schools"].iter_rows(named=True)}

    assert schools[990002]["type"] == "Academy converter"
    assert schools[990003]["status"] == "Closed"
    assert schools[990007]["status"] is None
    assert schools[990006]["phase"] == "Secondary"
    assert schools[990009]["phase"] == "Middle deemed secondary"
    assert schools[990010]["phase"] == "All-through"
    assert schools[990001]["opened_on"] is None


def test_ofsteds_words_of_2022_become_its_grades_and_categories():
    found = sample("school_list_information").tables["inspections"]
    outcome = {row["urn"]: (row["overall"], row["category"]) for row in found.iter_rows(named=True)}

    assert outcome[990001] == (2, None)
    assert outcome[990005] == (4, "SM")
    assert outcome[990006] == (4, "SWK")
    assert outcome[990007] == (4, None)
    assert outcome[990008] == (None, None)
    assert 990004 not in outcome


def test_the_departments_own_regions_are_never_those_of_statistics():
    areas = sample("department_regions").tables["areas"]

    assert set(areas["kind"]) == {"authority", "dfe region"}
    assert set(areas["parent_kind"].drop_nulls()) == {"dfe region"}


def test_an_authority_is_named_by_three_figures_beside_its_national_codes():
    areas = sample("lookup_authorities").tables["areas"].filter(code="929").sort("from_on")

    assert areas.select("old_code", "to_on").rows() == [
        ("E06000048", date(2013, 3, 31)),
        ("E06000057", None),
    ]


def test_a_ward_lies_in_its_district_and_a_district_in_its_authority():
    areas = sample("lookup_wards").tables["areas"]

    ward = areas.filter(code="E05099010").row(0, named=True)
    assert (ward["parent_code"], ward["to_on"]) == ("E07099001", date(2023, 12, 31))
    assert areas.filter(code="E07099001")["parent_code"].to_list() == ["873"]


def test_metadata_is_used_as_metadata():
    labels = {row["column"]: row for row in sample("table_metadata").tables["labels"].iter_rows(named=True)}

    assert (
        labels["PNORG"] | {"label": "Percentage of girls on roll", "unit": "%", "decimals": 1}
        == labels["PNORG"]
    )
    assert sample("table_metadata").layout.origin == "metadata"


def test_percentages_come_unrounded_from_their_counts():
    found = fact(sample("tidy_eyfsp"), "001", "eyfs_gld", "all", "2018")

    assert found["value"] == pytest.approx(100 * found["numerator"] / found["denominator"], abs=1e-12)


def test_a_published_percentage_that_its_counts_contradict_stands():
    found = fact(sample("tidy_eyfsp"), "001", "eyfs_gld", "boys", "2018")

    assert found["value"] == 99.9


def test_the_last_year_of_a_long_series_is_released_and_the_others_restated():
    reading = sample("tidy_eyfsp")

    assert fact(reading, "001", "eyfs_gld", "all", "2018")["known_how"] == "release"
    earlier = fact(reading, "001", "eyfs_gld", "all", "2017")
    assert (earlier["known_how"], earlier["known_on"]) == ("restated", date(2017, 11, 30))


def test_rows_with_the_same_labels_and_other_figures_are_all_set_aside():
    reading = sample("tidy_level_2_3")

    assert reading.set_aside == {"rows that contradict another row with the same labels": 3}
    assert "level2_by_19" not in set(
        reading.tables["facts"].filter(period="2018", group="all")["indicator"].to_list()
    )


def test_columns_alike_but_for_an_underscore_are_two():
    facts = sample("tidy_level_2_3").tables["facts"].filter(indicator="level2_by_19", group="fsm")

    assert facts.select("value", "numerator").rows() == [(85.0, 850.0)]


def test_a_tidy_file_is_placed_level_by_level():
    facts = sample("tidy").tables["facts"].filter(indicator="tidy:library_visits").sort("row")

    assert facts.select("place_kind", "place", "group").rows() == [
        ("england", ENGLAND, "all"),
        ("region", "E12000006", "all"),
        ("authority", "001", "all"),
        ("authority", "001", "girls"),
        ("authority", "001", "term=autumn"),
        ("school", "990001", "all"),
        ("estab", "0012002", "all"),
        ("district", "E07099001", "all"),
        ("ward", "E05099001", "all"),
        ("trust", "TR90001", "all"),
    ]


def test_an_unknown_measure_of_a_tidy_file_is_named_by_its_metadata():
    reading = read(path("tidy"), companion=path("tidy_metadata").read_bytes())

    measures = {row["code"]: row for row in reading.tables["measures"].iter_rows(named=True)}
    assert (
        measures["tidy:library_visits_percent"] | {"name": "Share of visits", "unit": "%", "decimals": 1}
        == (measures["tidy:library_visits_percent"])
    )
