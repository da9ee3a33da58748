"""The state of inspections on a day, from lists and from what was inspected between them."""

from datetime import date, timedelta

import polars as pl
import pytest

from fingerpost.evidence import inspections
from fingerpost.evidence.inspections import Held
from fingerpost.evidence.schema import TABLES

HILL, MILL, DALE = 990001, 990002, 990003
MAY, JULY, DECEMBER = date(2014, 5, 31), date(2014, 7, 31), date(2014, 12, 31)
SPRING, SUMMER, AUTUMN = date(2014, 3, 14), date(2014, 6, 13), date(2014, 10, 10)
MARKS = {"snapshot": pl.String, "list_as_at": pl.Date, "origin": pl.String}


def table(name, *rows):
    schema = {**TABLES[name], **MARKS}
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema, orient="row")


def listed(urn, day, authority="873", **more):
    """A school as a list of a day has it."""
    row = {"urn": urn, "authority": authority, "phase": "primary", "pupils": 100, "row": urn}
    return row | {"snapshot": f"list {day}", "list_as_at": day, "origin": "published"} | more


def stated(urn, day, ended_on, overall, role="latest", **more):
    """An inspection as a list of a day states it: known 28 days after its end at the latest."""
    known_on = min(ended_on + timedelta(days=28), day)
    row = {
        "urn": urn,
        "ended_on": ended_on,
        "overall": overall,
        "role": role,
        "kind": "graded",
        "known_on": known_on,
    }
    source = {"snapshot": f"list {day}", "list_as_at": day, "origin": "published", "row": urn}
    return row | source | {"known_how": "inspection + 28 days"} | more


def scraped(urn, ended_on, overall):
    return stated(urn, date(2020, 1, 1), ended_on, overall, role="event") | {
        "snapshot": "scraped",
        "list_as_at": None,
        "origin": "scraped",
        "known_on": ended_on + timedelta(days=28),
    }


def held(listing, found, grades=()):
    return Held(table("listing", *listing), table("inspections", *found), table("grades", *grades))


def state(of, day, authority="873"):
    return {row["urn"]: row for row in inspections.state(of, day, authority).iter_rows(named=True)}


#: Hill is good in May, inspected again in June, and the December list has it outstanding.
TWO_LISTS = held(
    [listed(HILL, MAY), listed(HILL, DECEMBER), listed(MILL, MAY), listed(MILL, DECEMBER)],
    [
        stated(HILL, MAY, SPRING, 2),
        stated(HILL, DECEMBER, SUMMER, 1),
        stated(HILL, DECEMBER, SPRING, 2, role="previous"),
        stated(MILL, MAY, SPRING, 3),
        stated(MILL, DECEMBER, AUTUMN, 2),
        stated(MILL, DECEMBER, SPRING, 3, role="previous"),
    ],
)


def test_before_the_first_list_nothing_is_known():
    assert inspections.state(TWO_LISTS, date(2014, 4, 30), "873").is_empty()


def test_a_list_of_that_very_day_stands_exactly_as_it_is():
    found = state(TWO_LISTS, MAY)

    assert {urn: row["overall"] for urn, row in found.items()} == {HILL: 2, MILL: 3}
    assert not any(row["moved_on"] for row in found.values())


def test_a_list_of_that_very_day_is_not_moved_on_by_what_was_known_and_left_out():
    of = held(
        [listed(HILL, MAY), listed(HILL, JULY)],
        [stated(HILL, MAY, SPRING, 2), stated(HILL, JULY, date(2014, 4, 10), 1)],
    )

    assert state(of, MAY)[HILL]["overall"] == 2


def test_between_lists_the_last_one_is_moved_on_by_what_was_inspected_and_known():
    found = state(TWO_LISTS, JULY)

    assert (found[HILL]["overall"], found[HILL]["ended_on"], found[HILL]["moved_on"]) == (1, SUMMER, True)
    assert (found[MILL]["overall"], found[MILL]["moved_on"]) == (3, False)


def test_what_a_list_is_moved_on_by_keeps_its_own_source_and_the_one_before_becomes_the_previous():
    hill = state(TWO_LISTS, JULY)[HILL]

    assert hill["snapshot"] == f"list {DECEMBER}"
    assert (hill["previous_on"], hill["previous_overall"]) == (SPRING, 2)
    assert hill["list_as_at"] == MAY


def test_an_inspection_is_not_known_before_its_report_could_be():
    assert state(TWO_LISTS, SUMMER + timedelta(days=27))[HILL]["overall"] == 2
    assert state(TWO_LISTS, SUMMER + timedelta(days=28))[HILL]["overall"] == 1


def test_a_stated_day_of_publication_outweighs_an_estimate():
    told = {"known_on": date(2014, 8, 20), "known_how": "row", "snapshot": "outcomes"}
    of = held(
        [listed(HILL, MAY)],
        [
            stated(HILL, MAY, SPRING, 2),
            stated(HILL, DECEMBER, SUMMER, 1),
            stated(HILL, date(2018, 7, 31), SUMMER, 1) | told,
        ],
    )

    assert state(of, date(2014, 8, 25))[HILL]["known_on"] == date(2014, 8, 20)


def test_the_later_list_stands_on_its_own_day():
    found = state(TWO_LISTS, DECEMBER)

    assert {urn: row["overall"] for urn, row in found.items()} == {HILL: 1, MILL: 2}
    assert (found[MILL]["previous_on"], found[MILL]["previous_overall"]) == (SPRING, 3)


def test_a_scraped_inspection_never_speaks_against_a_published_list():
    of = held(
        [listed(HILL, MAY), listed(HILL, DECEMBER)],
        [stated(HILL, MAY, SPRING, 2), stated(HILL, DECEMBER, SPRING, 2), scraped(HILL, SUMMER, 4)],
    )

    assert state(of, JULY)[HILL]["overall"] == 2
    assert state(of, DECEMBER)[HILL]["overall"] == 2


def test_a_scraped_inspection_moves_on_what_no_later_list_holds():
    of = held([listed(HILL, MAY)], [stated(HILL, MAY, SPRING, 2), scraped(HILL, AUTUMN, 3)])

    assert state(of, DECEMBER)[HILL]["overall"] == 3


def test_a_scraped_inspection_does_not_move_on_the_list_that_left_it_out():
    of = held([listed(HILL, MAY)], [stated(HILL, MAY, SPRING, 2), scraped(HILL, date(2014, 5, 20), 4)])

    assert state(of, JULY)[HILL]["overall"] == 2


def test_a_published_inspection_stands_before_a_scraped_one_of_the_same_day():
    of = held(
        [listed(HILL, MAY)],
        [stated(HILL, MAY, SPRING, 2), stated(HILL, DECEMBER, AUTUMN, 2), scraped(HILL, AUTUMN, 3)],
    )

    assert state(of, date(2015, 1, 31))[HILL]["overall"] == 2


def test_a_list_of_one_authority_says_nothing_of_another():
    of = held(
        [listed(HILL, MAY), listed(DALE, MAY, "895"), listed(DALE, JULY, "895")],
        [stated(HILL, MAY, SPRING, 2), stated(DALE, MAY, SPRING, 2), stated(DALE, JULY, SUMMER, 1)],
    )

    everywhere = state(of, JULY, authority=None)

    assert {urn: row["list_as_at"] for urn, row in everywhere.items()} == {HILL: MAY, DALE: JULY}


def test_a_school_that_moved_to_another_authority_is_told_once_from_the_later_list():
    of = held([listed(HILL, JULY, "895"), listed(HILL, MAY)], [stated(HILL, JULY, SUMMER, 1)])

    assert inspections.state(of, JULY)["list_as_at"].to_list() == [JULY]


def test_a_visit_without_a_grade_moves_nothing():
    visit = stated(HILL, DECEMBER, SUMMER, None, kind="ungraded", role="event")
    of = held([listed(HILL, MAY)], [stated(HILL, MAY, SPRING, 2), visit])

    assert state(of, JULY)[HILL]["ended_on"] == SPRING


def test_a_school_first_inspected_since_the_list_is_told_apart():
    of = held([listed(HILL, MAY)], [stated(HILL, MAY, SPRING, 2), stated(DALE, DECEMBER, SUMMER, 2)])

    base = inspections.state(of, JULY)

    assert inspections.unlisted(of, JULY, base)["urn"].to_list() == [DALE]


def grade(urn, day, ended_on, aspect, value):
    return {
        "urn": urn, "ended_on": ended_on, "aspect": aspect, "grade": value, "row": urn,
        "snapshot": f"list {day}", "list_as_at": day, "origin": "published",
    }  # fmt: skip


def test_sub_grades_are_those_of_the_list_that_states_the_inspection():
    of = held(
        [listed(HILL, MAY), listed(HILL, DECEMBER)],
        [stated(HILL, MAY, SPRING, 2), stated(HILL, DECEMBER, SPRING, 2)],
        [grade(HILL, MAY, SPRING, "teaching", "2"), grade(HILL, DECEMBER, SPRING, "teaching", "3")],
    )

    found = inspections.grades_of(of, inspections.state(of, DECEMBER))

    assert found.select("aspect", "grade", "snapshot").rows() == [("teaching", "3", f"list {DECEMBER}")]


def facts(of, day):
    base = inspections.state(of, day)
    made = inspections.as_facts(base, inspections.grades_of(of, base))
    return {(row["urn"], row["indicator"]): row for row in made.iter_rows(named=True)}


def test_an_inspection_becomes_facts_of_its_day_and_school_year():
    of = held(
        [listed(HILL, DECEMBER)],
        [stated(HILL, DECEMBER, AUTUMN, 2), stated(HILL, DECEMBER, SPRING, 3, role="previous")],
        [grade(HILL, DECEMBER, AUTUMN, "teaching", "2"), grade(HILL, DECEMBER, AUTUMN, "early_years", "9")],
    )

    found = facts(of, DECEMBER)

    assert found[HILL, "ofsted_overall"]["value"] == 2
    assert (found[HILL, "ofsted_overall"]["period"], found[HILL, "ofsted_overall"]["year"]) == (
        "2014-10-10",
        2015,
    )
    assert found[HILL, "ofsted_previous_overall"]["value"] == 3
    assert found[HILL, "ofsted_teaching"]["value"] == 2
    assert (HILL, "ofsted_early_years") not in found


@pytest.mark.parametrize(
    ("overall", "category", "expected"),
    [(4, "SM", 1), (4, "SWK", 1), (2, None, 0), (None, None, 0), (4, None, None)],
)
def test_a_category_is_told_unless_a_source_leaves_it_out(overall, category, expected):
    of = held([listed(HILL, MAY)], [stated(HILL, MAY, SPRING, overall, category=category)])

    told = facts(of, MAY).get((HILL, "ofsted_category"))

    assert (told["value"] if told else None) == expected


def test_the_words_of_a_report_card_keep_a_scale_of_their_own():
    card = date(2025, 11, 20)
    of = held(
        [listed(HILL, date(2026, 3, 31))],
        [stated(HILL, date(2026, 3, 31), card, None)],
        [
            grade(HILL, date(2026, 3, 31), card, "rc_inclusion", "Strong standard"),
            grade(HILL, date(2026, 3, 31), card, "rc_safeguarding", "Not met"),
        ],
    )

    found = facts(of, date(2026, 3, 31))

    assert (found[HILL, "rc_inclusion"]["value"], found[HILL, "rc_inclusion"]["text"]) == (
        4,
        "Strong standard",
    )
    assert found[HILL, "ofsted_safeguarding"]["value"] == 0
    assert (HILL, "ofsted_overall") not in found


def profiled(*rows, basis="schools"):
    of = held(
        [listed(urn, MAY, phase=phase, pupils=pupils) for urn, phase, pupils, _ in rows],
        [stated(urn, MAY, SPRING, overall) for urn, *_, overall in rows],
    )
    return inspections.profile(inspections.state(of, MAY), basis)


def test_a_profile_counts_schools_by_phase_and_grade():
    found = profiled((HILL, "primary", 100, 1), (MILL, "primary", 300, 2), (DALE, "secondary", 900, 2))

    assert found["primary"]["grades"] == {"1": 1, "2": 1, "3": 0, "4": 0}
    assert found["all"]["total"] == 3
    assert found["primary"]["percent"]["1"] == 50


def test_a_profile_by_learners_weighs_a_school_by_its_pupils():
    found = profiled((HILL, "primary", 100, 1), (MILL, "primary", 300, 2), basis="learners")

    assert found["all"]["grades"] == {"1": 100, "2": 300, "3": 0, "4": 0}
    assert found["all"]["percent"]["2"] == 75


def test_a_profile_says_whom_it_leaves_out():
    found = profiled((HILL, "primary", None, 1), (MILL, "primary", 300, None), basis="learners")

    assert (found["all"]["not_graded"], found["all"]["without_pupil_number"]) == (1, 1)
    assert found["all"]["percent"]["1"] is None


def test_an_inspection_that_a_later_list_knows_by_its_first_day_alone_is_not_a_newer_one():
    first_day, last_day = SPRING, SPRING + timedelta(days=1)
    of = held(
        [listed(HILL, MAY), listed(HILL, DECEMBER)],
        [
            stated(HILL, MAY, last_day, 2, started_on=first_day),
            stated(HILL, DECEMBER, first_day, 2, started_on=first_day),
        ],
    )

    row = state(of, DECEMBER + timedelta(days=30))[HILL]

    assert not row["moved_on"]
    assert row["previous_on"] is None
