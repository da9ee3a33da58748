"""What each condition says, with figures below, on and above its line, and with none."""

from datetime import date
from pathlib import Path

import pytest
from tests.unit.strategy.making import ask, beside, condition, evidence, fact, inspected, school

READING = "ks2_reading_expected_progress"
MATHS = "ks2_maths_expected_progress"
MEDIAN = beside(READING, "england_median", 91)


@pytest.mark.parametrize(
    ("said", "value", "truth"),
    [
        ("{fact: ks2_reading_expected_progress, at_least: 91}", 91, True),
        ("{fact: ks2_reading_expected_progress, at_least: 91}", 90.9, False),
        ("{fact: ks2_reading_expected_progress, above: 91}", 91, False),
        ("{fact: ks2_reading_expected_progress, at_most: 91}", 91, True),
        ("{fact: ks2_reading_expected_progress, below: 91}", 91, False),
        ("{fact: ks2_reading_expected_progress, equals: 91}", 91, True),
        ("{fact: ks2_reading_expected_progress, below: england_median}", 90, True),
        ("{fact: ks2_reading_expected_progress, below: england_median}", 91, False),
        ("{fact: ks2_reading_expected_progress, below: {comparator: england_median, plus: -5}}", 86, False),
        ("{fact: ks2_reading_expected_progress, below: {comparator: england_median, plus: -5}}", 85, True),
        ("{fact: ks2_reading_expected_progress, below: england_median}", None, None),
    ],
)
def test_a_figure_is_held_against_a_number_or_a_comparator(
    said: str, value: float | None, truth: bool | None, tmp_path: Path
) -> None:
    known = evidence([fact(READING, value)], [MEDIAN])

    assert ask(condition(tmp_path, said), known) is truth


@pytest.mark.parametrize("said", ["below: 91", "at_least: 91", "below: england_median"])
def test_no_row_at_all_is_unknown_and_never_zero(said: str, tmp_path: Path) -> None:
    assert ask(condition(tmp_path, f"{{fact: {READING}, {said}}}"), evidence(comparators=[MEDIAN])) is None


def test_a_figure_older_than_the_edition_allows_is_unknown(tmp_path: Path) -> None:
    asked = condition(tmp_path, f"{{fact: {READING}, at_least: 50}}", evidence_age=1)

    assert ask(asked, evidence([fact(READING, 90, 2012)])) is True
    assert ask(asked, evidence([fact(READING, 90, 2011)])) is None


class TestIfKnown:
    """A part marked `if_known` is left out when its fact was not published; a fact nobody told of is unknown."""

    said = f"{{all: [{{fact: {READING}, at_least: 91}}, {{fact: {MATHS}, at_least: 91, if_known: true}}]}}"

    @pytest.mark.parametrize(
        ("maths", "truth"),
        [
            (fact(MATHS, 95), True),
            (fact(MATHS, 80), False),
            (fact(MATHS, None), True),
            (fact(MATHS, None, status="not available"), True),
            (fact(MATHS, None, status="blank"), None),
            (fact(MATHS, None, status="not supplied"), None),
            (None, None),
        ],
    )
    def test_a_suppressed_figure_is_left_out_and_a_missing_one_is_not(
        self, maths: dict | None, truth: bool | None, tmp_path: Path
    ) -> None:
        known = evidence([fact(READING, 95), *([maths] if maths else [])])

        assert ask(condition(tmp_path, self.said), known) is truth

    def test_when_every_part_is_left_out_nothing_is_known(self, tmp_path: Path) -> None:
        asked = condition(tmp_path, f"{{all: [{{fact: {MATHS}, at_least: 91, if_known: true}}]}}")

        assert ask(asked, evidence([fact(MATHS, None)])) is None

    def test_a_measure_that_did_not_exist_is_left_out(self, tmp_path: Path) -> None:
        asked = condition(
            tmp_path,
            f"{{all: [{{fact: {READING}, at_least: 91}}, {{fact: ks2_rwm_expected, at_least: 60, if_known: true}}]}}",
            evidence_age=2,
        )

        assert ask(asked, evidence([fact(READING, 95)])) is True


def test_the_first_published_measure_decides_across_the_eras(tmp_path: Path) -> None:
    asked = condition(
        tmp_path,
        f"{{first_published: [{{fact: ks2_reading_progress, at_least: 0}}, {{fact: {READING}, at_least: 91}}]}}",
        evidence_age=2,
    )

    assert ask(asked, evidence([fact(READING, 95)])) is True
    assert ask(asked, evidence([fact("ks2_reading_progress", -1, 2016)]), date(2017, 1, 31)) is False
    assert ask(asked, evidence([fact(READING, 95, 2015)]), date(2017, 1, 31)) is None


@pytest.mark.parametrize(
    ("values", "truth"),
    [
        ((80, 80, 95), True),
        ((95, 80, 80), True),
        ((95, 95, 80), False),
        ((80, None, 95), None),
        ((80, 80, None), True),
        ((95, 95, None), False),
    ],
)
def test_below_in_two_of_the_last_three_years(values: tuple, truth: bool | None, tmp_path: Path) -> None:
    asked = condition(tmp_path, f"{{fact: {READING}, below: 91, in: 2, of_years: 3}}")
    known = evidence(
        [
            fact(READING, v, 2013 - n, status="blank" if v is None else "reported")
            for n, v in enumerate(values)
        ]
    )

    assert ask(asked, known) is truth


def test_two_of_three_years_may_be_asked_to_include_the_latest(tmp_path: Path) -> None:
    asked = condition(tmp_path, f"{{fact: {READING}, below: 91, in: 2, of_years: 3, with_latest: true}}")

    assert ask(asked, evidence([fact(READING, v, 2013 - n) for n, v in enumerate((95, 80, 80))])) is False
    assert ask(asked, evidence([fact(READING, v, 2013 - n) for n, v in enumerate((80, 95, 80))])) is True


class TestSignificance:
    """Below significantly: the interval lies wholly below."""

    @pytest.mark.parametrize(("upper", "truth"), [(-0.1, True), (0.0, False), (0.3, False)])
    def test_a_published_interval_is_used(self, upper: float, truth: bool, tmp_path: Path) -> None:
        asked = condition(tmp_path, "{fact: ks2_reading_progress, significantly: below, than: 0}")
        known = evidence([fact("ks2_reading_progress", -1.5, 2016, lower=-3, upper=upper)])

        assert ask(asked, known, date(2017, 1, 31)) is truth

    @pytest.mark.parametrize(("pupils", "truth"), [(20, False), (200, True), (None, None)])
    def test_a_share_has_the_interval_of_its_pupils(
        self, pupils: int | None, truth: bool | None, tmp_path: Path
    ) -> None:
        asked = condition(tmp_path, f"{{fact: {READING}, significantly: below, than: 91}}")

        assert ask(asked, evidence([fact(READING, 80, denominator=pupils)])) is truth


@pytest.mark.parametrize(
    ("now", "then", "england", "truth"),
    [(28, 27, (28.5, 28), True), (28, 27.5, (28.5, 28), False), (28, None, (28.5, 28), None)],
)
def test_a_change_is_held_against_the_change_in_england(
    now: float, then: float | None, england: tuple[float, float], truth: bool | None, tmp_path: Path
) -> None:
    asked = condition(tmp_path, "{change: ks2_points, over: 1, above: england}")
    before = [] if then is None else [fact("ks2_points", then, 2012)]
    known = evidence(
        [fact("ks2_points", now), *before],
        [beside("ks2_points", "england", england[0]), beside("ks2_points", "england", england[1], 2012)],
    )

    assert ask(asked, known) is truth


def test_a_change_across_a_break_is_never_measured(tmp_path: Path) -> None:
    asked = condition(tmp_path, "{change: ks4_english_maths_5, over: 1, above: 0}")
    known = evidence([fact("ks4_english_maths_5", 60, 2022), fact("ks4_english_maths_5", 40, 2021)])

    assert ask(asked, known, date(2023, 1, 31)) is None


def test_a_figure_is_held_against_the_schools_own_past(tmp_path: Path) -> None:
    asked = condition(tmp_path, f"{{fact: {READING}, below: {{own_mean: 2}}}}")

    assert ask(asked, evidence([fact(READING, v, 2013 - n) for n, v in enumerate((80, 90, 84))])) is True
    assert ask(asked, evidence([fact(READING, v, 2013 - n) for n, v in enumerate((88, 90, 84))])) is False
    assert ask(asked, evidence([fact(READING, v, 2013 - n) for n, v in enumerate((88, 90))])) is None


def test_a_gap_is_measured_to_other_pupils_in_england_and_over_time(tmp_path: Path) -> None:
    gap = "gap: ks4_progress8, group: disadvantaged, from: {comparator: england, group: not_disadvantaged}"
    known = evidence(
        [
            fact("ks4_progress8", -0.3, 2017, group="disadvantaged"),
            fact("ks4_progress8", -0.6, 2016, group="disadvantaged"),
        ],
        [
            beside("ks4_progress8", "england", value, year, group)
            for year, group, value in (
                (2017, "disadvantaged", -0.40),
                (2017, "not_disadvantaged", 0.11),
                (2016, "disadvantaged", -0.38),
                (2016, "not_disadvantaged", 0.10),
            )
        ],
    )
    as_at = date(2018, 1, 31)

    assert ask(condition(tmp_path, f"{{{gap}, below: -0.4}}"), known, as_at) is True
    assert ask(condition(tmp_path, f"{{{gap}, at_least: england}}"), known, as_at) is True
    assert ask(condition(tmp_path, f"{{{gap}, over: 1, above: england}}"), known, as_at) is True


@pytest.mark.parametrize(("pupils", "truth"), [(10, True), (11, False), (None, None)])
def test_a_part_about_few_pupils_is_left_out(pupils: int | None, truth: bool | None, tmp_path: Path) -> None:
    asked = condition(
        tmp_path,
        f"{{all: [{{fact: {READING}, at_least: 1}}, {{fact: {MATHS}, at_least: 99, smallest_cohort: 11}}]}}",
    )

    assert ask(asked, evidence([fact(READING, 95), fact(MATHS, 50, denominator=pupils)])) is truth


def test_a_part_may_speak_of_some_phases_and_kinds_alone(tmp_path: Path) -> None:
    asked = condition(
        tmp_path,
        f"{{any: [{{fact: {READING}, at_least: 99}}, {{fact: {MATHS}, at_least: 1, phases: [secondary]}}]}}",
    )

    assert ask(asked, evidence([fact(READING, 95), fact(MATHS, 50)])) is False


@pytest.mark.parametrize(
    ("day", "truth"), [("2013-09-01", True), ("2013-08-31", False), ("2014-07-10", True)]
)
def test_an_inspection_is_recent_within_the_last_academic_year(day: str, truth: bool, tmp_path: Path) -> None:
    asked = condition(tmp_path, "{event: ofsted_overall, within: last_academic_year}")

    assert ask(asked, evidence([inspected("ofsted_overall", 2, day)])) is truth


def test_an_event_may_be_asked_in_days_or_school_years(tmp_path: Path) -> None:
    known = evidence([inspected("ofsted_overall", 2, "2013-11-20")])

    assert ask(condition(tmp_path, "{event: ofsted_overall, days: 300}"), known) is True
    assert ask(condition(tmp_path, "{event: ofsted_overall, days: 200}"), known) is False
    assert ask(condition(tmp_path, "{event: ofsted_overall, school_years: 1}"), known) is True
    assert ask(condition(tmp_path, "{event: ofsted_overall, school_years: 0}"), known) is False
    assert ask(condition(tmp_path, "{event: ofsted_overall, days: 300}"), evidence()) is None


def test_a_category_is_read_by_its_words(tmp_path: Path) -> None:
    asked = condition(tmp_path, "{fact: ofsted_category, is: [SM, SWK]}")

    assert ask(asked, evidence([inspected("ofsted_category", 1, "2014-03-12", text="SM")])) is True
    assert ask(asked, evidence([inspected("ofsted_category", 0, "2014-03-12")])) is False
    assert ask(asked, evidence()) is None


def test_a_grade_that_the_inspections_do_not_give_was_not_given(tmp_path: Path) -> None:
    asked = condition(
        tmp_path,
        "{first_published: [{fact: rc_leadership, at_least: 3}, {fact: ofsted_overall, at_most: 2}]}",
    )

    assert ask(asked, evidence([inspected("ofsted_overall", 2, "2013-11-20")])) is True
    assert ask(asked, evidence()) is None


@pytest.mark.parametrize(
    ("opened_as", "inherited_from", "truth"),
    [
        ("sponsor-led", 110000, True),
        ("converter", 110000, False),
        ("sponsor-led", None, False),
        (None, 110000, False),
    ],
)
def test_a_sponsored_academy_is_told_from_the_school_it_replaced(
    opened_as: str | None, inherited_from: int | None, truth: bool, tmp_path: Path
) -> None:
    known = evidence(
        [inspected("ofsted_overall", 4, "2013-11-20", inherited_from=inherited_from)],
        schools=[school(opened_as=opened_as)],
    )

    assert ask(condition(tmp_path, "{replaced: ofsted_overall}"), known) is truth


def test_an_authoritys_own_comparator_goes_before_that_of_all(tmp_path: Path) -> None:
    asked = condition(tmp_path, f"{{fact: {READING}, below: neighbours}}")
    comparators = [beside(READING, "neighbours", 95, authority="873"), beside(READING, "neighbours", 80)]

    assert ask(asked, evidence([fact(READING, 90)], comparators)) is True


def test_a_year_inspected_twice_is_read_at_its_later_day(tmp_path: Path) -> None:
    known = evidence(
        [inspected("ofsted_overall", 4, "2013-10-02"), inspected("ofsted_overall", 2, "2014-06-18")]
    )

    assert ask(condition(tmp_path, "{fact: ofsted_overall, equals: 2}"), known) is True
