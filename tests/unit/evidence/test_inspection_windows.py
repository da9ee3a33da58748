"""When the next inspection is likely: by the rules of the time, from the last outcome on its own scale."""

from datetime import date

import pytest

from fingerpost.evidence import inspection_windows as windows
from fingerpost.evidence.inspection_windows import Last

NOW = date(2026, 10, 31)
CARD = "report-card-2025"


@pytest.mark.parametrize(
    ("last", "after"),
    [
        (Last(), "not inspected"),
        (Last("eif-2019", 2, inspected_on=NOW), "good"),
        (Last("eif-2019", 4, "SM", inspected_on=NOW), "category"),
        (Last("eif-2019", None, "", {"leadership": "2", "behaviour": "1"}, NOW), "judged good"),
        (Last("eif-2019", None, "", {"leadership": "3", "behaviour": "1"}, NOW), "judged below good"),
        (Last(CARD, None, "", {"rc_inclusion": "Strong standard"}, NOW), "card expected"),
        (Last(CARD, None, "", {"rc_inclusion": "Needs attention"}, NOW), "card needs attention"),
        (Last(CARD, None, "", {}, NOW), "not told"),
    ],
)
def test_what_was_found_last_is_told_on_its_own_scale(last, after):
    assert windows.found_last(last) == after


def test_the_rules_are_those_of_the_time():
    good = Last("oeif-2012", 2, inspected_on=date(2013, 1, 15))

    before, later = windows.window(good, date(2014, 9, 1)), windows.window(good, date(2016, 9, 1))

    assert (before.rule, before.to_on) == ("s5-good", date(2018, 1, 15))
    assert (later.rule, later.to_on) == ("cif-good", date(2017, 1, 15))


def test_an_outstanding_school_was_exempt_and_then_was_not():
    best = Last("oeif-2012", 1, inspected_on=date(2013, 1, 15))

    assert windows.window(best, date(2018, 1, 1)).place(date(2018, 1, 1)) == windows.NO_DAY
    assert windows.window(best, date(2023, 1, 1)).place(date(2023, 1, 1)) == windows.PAST


def test_days_without_inspections_move_the_window_and_are_named():
    weak = Last("eif-2019", 3, inspected_on=date(2019, 11, 12), published_on=date(2019, 12, 12))

    found = windows.window(weak, date(2022, 1, 10))

    assert found.to_on == date(2023, 12, 3)
    assert "539 days for the pandemic" in " ".join(found.because)


def test_an_ungraded_inspection_since_is_counted_from():
    good = Last("eif-2019", 2, inspected_on=date(2018, 3, 6), visited_on=date(2024, 3, 5))

    found = windows.window(good, NOW)

    assert found.place(NOW) != windows.PAST
    assert "which gave no grades" in " ".join(found.because)


def test_a_predecessors_outcome_is_carried_and_said():
    found = windows.window(
        Last("eif-2019", 2, inspected_on=date(2022, 3, 1), carried_from=990001, is_academy=True), NOW
    )

    assert "URN 990001" in found.because[0]


def test_a_school_not_yet_inspected_is_counted_from_its_opening_or_not_at_all():
    assert windows.window(Last(opened_on=date(2024, 9, 1)), NOW).from_on == date(2026, 12, 25)
    unknown = windows.window(Last(), NOW)
    assert (unknown.from_on, unknown.place(NOW)) == (None, windows.NO_DAY)
    assert "not known" in " ".join(unknown.because)


def test_a_suspended_inspection_is_finished_within_three_months():
    found = windows.window(Last(suspended_on=date(2026, 10, 1)), NOW)

    assert (found.to_on, found.place(NOW)) == (date(2027, 1, 1), windows.IN)


def test_every_row_says_where_it_comes_from_and_every_outcome_has_a_row_today():
    held = windows.table()

    assert all(rule.source and rule.words for rule in held.rules)
    outcomes = ("outstanding", "good", "requires improvement", "inadequate", "category", "judged good",
                "judged below good", "card expected", "card needs attention", "not inspected", "not told")  # fmt: skip
    assert all(any(r.fits(o, is_academy=False, on=NOW) for r in held.rules) for o in outcomes)


def test_the_nearer_stands_before_the_farther():
    near = windows.window(Last("eif-2019", 2, inspected_on=date(2022, 3, 1)), NOW)
    far = windows.window(Last(CARD, None, "", {"rc_inclusion": "Strong standard"}, date(2026, 3, 1)), NOW)

    assert near.nearness(NOW) > far.nearness(NOW)
    assert windows.add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
