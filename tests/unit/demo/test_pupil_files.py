"""Files of invented pupils: nobody's name, numbers of the right form, the tables' own pupils."""

import csv
import io
from collections import Counter

import pytest

from fingerpost.demo.days import TODAY
from fingerpost.demo.files import checked, early, ks2, pupil_tables, schools
from fingerpost.demo.inventing import invented
from fingerpost.demo.pupils import PLAN
from fingerpost.evidence.pupils import columns, stages, upn

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def files():
    """Every file's rows by stage and year."""
    found = {}
    for name, content in pupil_tables.files(invented()):
        stage, year, _ = name.removeprefix(f"{pupil_tables.FOLDER}/").split("_")
        found[stage, int(year)] = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    return found


@pytest.fixture(scope="module")
def everybody(files):
    return [row for rows in files.values() for row in rows]


def share(rows, column, *values):
    return sum(row[column] in values for row in rows) / len(rows)


def of_schools(rows, reached):
    """URN -> pupils and how many of them reached it."""
    pupils = Counter(row["URN"] for row in rows)
    met = Counter(row["URN"] for row in rows if reached(row))
    return {urn: (number, met[urn]) for urn, number in pupils.items()}


def test_every_pupil_has_a_number_of_the_right_form_and_no_two_have_the_same(everybody):
    numbers = [row["UPN"] for row in everybody]

    assert {upn.state(number) for number in numbers} == {upn.State.PERMANENT}
    assert len(set(numbers)) == len(numbers)


def test_no_column_could_name_a_pupil_and_every_column_is_understood(files):
    for (stage, _), rows in files.items():
        for name in rows[0]:
            assert columns.personal(name, [row[name] for row in rows[:200]]) is None
            assert columns.candidates(name, stage), name


def test_every_cell_of_a_result_is_within_its_scale(files):
    for (stage, _), rows in files.items():
        results = stages.may_hold(stage)
        for name in rows[0]:
            target = columns.candidates(name, stage)[0]
            if target in results:
                for cell in {row[name] for row in rows}:
                    results[target].scale.read(cell)


@pytest.mark.parametrize(
    ("column", "values", "low", "high"),
    [
        ("PupilPremium", "Y", 0.2, 0.32),
        ("FSM", "Y", 0.17, 0.29),
        ("CLA", "Y", 0.003, 0.01),
        ("PostLAC", "Y", 0.006, 0.018),
        ("SENprovision", "K", 0.09, 0.16),
        ("SENprovision", "E", 0.02, 0.06),
        ("ServiceChild", "Y", 0.004, 0.013),
        ("NewArrival", "Y", 0.001, 0.015),
        ("Mobile", "Y", 0.04, 0.1),
    ],
)
def test_pupils_are_of_the_kinds_that_a_county_has(everybody, column, values, low, high):
    assert low < share(everybody, column, *values) < high


def test_language_and_ethnic_group_go_together(everybody):
    polish = [row for row in everybody if row["Language"] == "POL"]
    english = [row for row in everybody if row["Language"] == "ENG"]

    assert share(polish, "EthnicMinor", "WOTH") > 0.9
    assert share(english, "EthnicMinor", "WBRI") > 0.8
    assert not [row for row in english if row["NewArrival"] == "Y"]


def test_disadvantage_is_free_meals_in_six_years_or_care(everybody):
    for row in everybody:
        made_of = "Y" in (row["EverFSM6"], row["CLA"], row["PostLAC"])
        assert (row["PupilPremium"] == "Y") == made_of
        assert row["FSM"] == "N" or row["EverFSM6"] == "Y"


def test_most_pupils_live_near_their_school_and_a_few_outside_the_county(everybody):
    assert 0.005 < share(everybody, "HomeWard", "") < 0.03
    assert len({row["HomeWard"] for row in everybody}) > 50


def test_the_latest_pupils_are_those_of_the_tables(files):
    year = TODAY.year
    ours = of_schools(
        files["ks2", year],
        lambda row: (
            int(row["ReadScaledScore"]) >= 100
            and int(row["MatScaledScore"]) >= 100
            and row["WritTA"] in ("EXS", "GDS")
        ),
    )

    for life, spell in schools.tested(invented(), ks2.AGE, year):
        cohort = ks2.sat(life, year)
        assert ours[str(spell.urn)] == (len(cohort.pupils), sum(cohort.scores["PTRWM_EXP"]))


def test_a_good_level_is_every_goal_of_five_areas(files):
    year = TODAY.year
    goals = [f"E{n:02d}" for n in range(1, pupil_tables.GOOD + 1)]
    ours = of_schools(files["eyfs", year], lambda row: all(row[goal] == "2" for goal in goals))

    for life, spell in schools.tested(invented(), 5, year):
        met, of = early.sat(life, "eyfs_gld", year)["all"]
        assert ours[str(spell.urn)] == (of, met)


def test_a_few_schools_of_the_year_before_differ_from_what_was_published_in_the_end(files):
    year = TODAY.year - 1
    ours = Counter(row["URN"] for row in files["ks2", year])

    more = [
        spell.urn
        for life, spell in schools.tested(invented(), ks2.AGE, year)
        if ours[str(spell.urn)] != len(ks2.sat(life, year).pupils)
    ]

    assert 5 < len(more) < 30
    assert checked.DISCOUNTED < 0.1


def test_pupils_with_a_plan_are_those_of_the_tables(files):
    year = TODAY.year
    listed = schools.tested(invented(), ks2.AGE, year)

    planned = sum(pupil.sen == PLAN for life, _ in listed for pupil in ks2.sat(life, year).pupils)

    assert planned == sum(row["SENprovision"] == "E" for row in files["ks2", year])
