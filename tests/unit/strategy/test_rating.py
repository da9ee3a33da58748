"""How strands become a school's level: floors, enough evidence, range, fragile, ageing, small cohorts."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.unit.strategy.making import (
    SEPTEMBER_2014,
    STRATEGY,
    beside,
    evidence,
    fact,
    inspected,
    judged,
    school,
    small_edition,
)

from fingerpost.strategy.loading import load
from fingerpost.strategy.rating import rate

READING = "ks2_reading_expected_progress"
LINES = (beside(READING, "england_median", 91), beside(READING, "england_p10", 78))
COHORT = fact("ks2_pupils", 30)
ALL_STRANDS = ("progress", "capacity", "governance", "teaching", "behaviour")


def _row(tmp_path: Path, *, as_at: date = SEPTEMBER_2014, **rows) -> dict:
    known = evidence(
        rows.get("facts", ()),
        rows.get("comparators", LINES),
        rows.get("judgements", ()),
        rows.get("schools", ()),
    )
    return rate(known, small_edition(tmp_path), as_at).schools.row(0, named=True)


def _strand(tmp_path: Path, strand: str, *, as_at: date = SEPTEMBER_2014, **rows) -> dict:
    known = evidence(rows.get("facts", ()), LINES, rows.get("judgements", ()))
    found = rate(known, small_edition(tmp_path), as_at).strands.filter(strand=strand)
    return found.row(0, named=True)


def _judged(level: str, strands: tuple[str, ...] = ALL_STRANDS) -> list[dict]:
    return [judged(strand, level) for strand in strands]


GOOD = inspected("ofsted_overall", 2, "2013-11-20")


def test_a_school_with_nothing_known_is_not_enough_evidence_and_has_no_colour(tmp_path: Path) -> None:
    row = _row(tmp_path)

    assert (row["level"], row["indicative"]) == ("not_enough_evidence", None)
    assert (row["best"], row["worst"]) == ("green", "red")


def test_a_school_with_everything_green_is_green(tmp_path: Path) -> None:
    row = _row(tmp_path, facts=[COHORT, fact(READING, 95), GOOD], judgements=_judged("green"))

    assert (row["level"], row["best"], row["worst"]) == ("green", "green", "green")
    assert (row["applicable"], row["decided"], row["assessed"]) == (7, 7, 1.0)


def test_too_little_evidence_is_not_enough_whatever_the_colour(tmp_path: Path) -> None:
    row = _row(tmp_path, facts=[COHORT, fact(READING, 70)], judgements=[judged("progress", "red")])

    assert (row["level"], row["indicative"]) == ("not_enough_evidence", "red")
    assert row["because"][0].startswith("Not enough evidence: 2 of 7 strands decided.")


def test_without_the_outcomes_there_is_not_even_an_indicative_level(tmp_path: Path) -> None:
    row = _row(
        tmp_path,
        facts=[GOOD],
        judgements=_judged("green", ("capacity", "governance", "teaching", "behaviour")),
    )

    assert (row["level"], row["indicative"]) == ("not_enough_evidence", None)


def test_the_edition_says_what_share_of_strands_is_enough(tmp_path: Path) -> None:
    facts = [COHORT, fact(READING, 95), GOOD]
    known = evidence(
        facts, LINES, [judged("progress", "green"), judged("teaching", "green"), judged("behaviour", "green")]
    )
    half = small_edition(tmp_path / "half")
    nearly_all = small_edition(tmp_path / "nearly all", strategy=STRATEGY.replace("share: 0.5", "share: 0.9"))

    assert rate(known, half, SEPTEMBER_2014).schools["level"].to_list() == ["green"]
    assert rate(known, nearly_all, SEPTEMBER_2014).schools["level"].to_list() == ["not_enough_evidence"]


class TestFloors:
    """A floor holds whatever else is known, and is named first."""

    def test_a_school_in_a_category_is_red_on_that_alone(self, tmp_path: Path) -> None:
        row = _row(tmp_path, facts=[inspected("ofsted_overall", 4, "2014-03-12")])

        assert (row["level"], row["floor"], row["best"], row["fragile"]) == (
            "red",
            "in_category",
            "red",
            False,
        )
        assert row["because"][0] == "In a category: red, whatever else is known."

    def test_requires_improvement_is_amber_at_best_and_still_needs_evidence(self, tmp_path: Path) -> None:
        requires_improvement = inspected("ofsted_overall", 3, "2012-10-04")

        alone = _row(tmp_path / "1", facts=[requires_improvement])
        with_the_rest = _row(
            tmp_path / "2",
            facts=[COHORT, fact(READING, 95), requires_improvement],
            judgements=_judged("green"),
        )

        assert (alone["level"], alone["indicative"], alone["best"]) == (
            "not_enough_evidence",
            "amber",
            "amber",
        )
        assert (with_the_rest["level"], with_the_rest["floor"]) == ("amber", "requires_improvement")

    def test_a_sponsored_academy_shows_what_it_inherited_and_is_not_floored(self, tmp_path: Path) -> None:
        row = _row(
            tmp_path,
            facts=[inspected("ofsted_overall", 4, "2013-03-12", inherited_from=110000)],
            schools=[school(opened_as="sponsor-led", is_academy=True)],
        )

        assert (row["level"], row["floor"]) == ("not_enough_evidence", None)

    def test_a_recorded_danger_is_red_and_is_withdrawn_by_a_green_one(self, tmp_path: Path) -> None:
        unsafe = judged("unsafe", "red", date(2014, 3, 3))

        assert _row(tmp_path / "1", judgements=[unsafe])["level"] == "red"
        withdrawn = [unsafe, judged("unsafe", "green", date(2014, 6, 3))]
        assert _row(tmp_path / "2", judgements=withdrawn)["level"] == "not_enough_evidence"

    @pytest.mark.parametrize(
        ("made_on", "inspected_on", "floor"),
        [
            (date(2014, 5, 12), "2013-11-20", "at_risk"),
            (date(2013, 8, 30), "2012-11-20", None),
            (date(2014, 2, 12), "2014-06-04", None),
        ],
    )
    def test_a_prediction_lapses_after_a_year_or_at_the_inspection(
        self, made_on: date, inspected_on: str, floor: str | None, tmp_path: Path
    ) -> None:
        row = _row(
            tmp_path,
            facts=[inspected("ofsted_overall", 2, inspected_on)],
            judgements=[judged("at_risk", "amber", made_on)],
        )

        assert row["floor"] == floor

    def test_an_unknown_floor_widens_the_range_to_what_it_would_do(self, tmp_path: Path) -> None:
        row = _row(tmp_path, facts=[COHORT, fact(READING, 95)], judgements=_judged("green"))

        assert (row["best"], row["worst"]) == ("green", "red")


class TestStrands:
    """Decided, open, unknown, not applicable; by data, by inspectors, by an adviser."""

    def test_the_worst_true_cell_decides(self, tmp_path: Path) -> None:
        strand = _strand(tmp_path, "attainment", facts=[COHORT, fact(READING, 70)])

        assert (strand["level"], strand["state"], strand["by"]) == ("red", "decided", "data")
        assert (strand["sentence"], strand["page"]) == ("Attainment is low.", "3")

    def test_a_strand_with_a_worse_cell_unknown_is_a_range(self, tmp_path: Path) -> None:
        known = evidence([COHORT, fact(READING, 85)], LINES[:1])
        strand = (
            rate(known, small_edition(tmp_path), SEPTEMBER_2014)
            .strands.filter(strand="attainment")
            .row(0, named=True)
        )

        assert (strand["state"], strand["level"], strand["best"], strand["worst"]) == (
            "open",
            None,
            "amber",
            "red",
        )

    def test_an_unknown_strand_says_what_is_missing_and_where_to_get_it(self, tmp_path: Path) -> None:
        strand = _strand(tmp_path, "attainment")

        assert strand["state"] == "unknown"
        assert strand["missing"] == (
            "Missing: At least two levels of progress in reading (nothing loaded). Key stage 2 results."
        )
        assert _strand(tmp_path / "2", "capacity")["missing"].startswith("An adviser's judgement is missing")

    def test_a_cohort_under_eleven_makes_no_red(self, tmp_path: Path) -> None:
        strand = _strand(tmp_path, "attainment", facts=[fact("ks2_pupils", 8), fact(READING, 50)])

        assert (strand["level"], strand["worst"]) == ("amber", "amber")

    def test_small_cohorts_are_pooled_over_three_years(self, tmp_path: Path) -> None:
        years = [fact("ks2_pupils", 8, year) for year in (2013, 2012, 2011)]
        facts = [*years, *(fact(READING, value, 2013 - n) for n, value in enumerate((50, 60, 70)))]
        lines = [
            beside(READING, n, v, y)
            for y in (2013, 2012, 2011)
            for n, v in (("england_median", 91), ("england_p10", 78))
        ]

        rows = rate(evidence(facts, lines), small_edition(tmp_path), SEPTEMBER_2014).strands.filter(
            strand="attainment"
        )

        assert rows.row(0, named=True)["level"] == "red"

    def test_a_cohort_of_unknown_size_leaves_red_open(self, tmp_path: Path) -> None:
        strand = _strand(tmp_path, "attainment", facts=[fact(READING, 50)])

        assert (strand["state"], strand["best"], strand["worst"]) == ("open", "amber", "red")

    def test_inspectors_decide_for_the_year_of_the_inspection_and_the_next(self, tmp_path: Path) -> None:
        graded = [inspected("ofsted_teaching", 3, "2013-11-20")]

        assert _strand(tmp_path / "1", "teaching", facts=graded)["by"] == "inspection"
        assert _strand(tmp_path / "2", "teaching", facts=graded, as_at=date(2015, 8, 31))["level"] == "amber"
        assert _strand(tmp_path / "3", "teaching", facts=graded, as_at=date(2015, 9, 1))["state"] == "unknown"

    def test_a_later_judgement_overtakes_the_inspectors_and_an_earlier_one_does_not(
        self, tmp_path: Path
    ) -> None:
        graded = [inspected("ofsted_teaching", 3, "2013-11-20")]

        later = _strand(tmp_path / "1", "teaching", facts=graded, judgements=[judged("teaching", "green")])
        earlier = _strand(
            tmp_path / "2",
            "teaching",
            facts=graded,
            judgements=[judged("teaching", "green", date(2013, 10, 1))],
        )

        assert (later["level"], later["by"]) == ("green", "Primary adviser")
        assert (earlier["level"], earlier["by"]) == ("amber", "inspection")

    @pytest.mark.parametrize(
        ("made_on", "state"),
        [
            (date(2014, 8, 30), "decided"),
            (date(2013, 4, 16), "decided"),
            (date(2013, 4, 10), "unknown"),
            (date(2014, 9, 2), "unknown"),
        ],
    )
    def test_judgements_fade_after_four_terms_and_do_not_count_before_they_are_made(
        self, made_on: date, state: str, tmp_path: Path
    ) -> None:
        assert (
            _strand(tmp_path, "capacity", judgements=[judged("capacity", "amber", made_on)])["state"] == state
        )

    def test_a_round_lets_judgements_count_that_were_made_after_its_cut_off(self, tmp_path: Path) -> None:
        known = evidence(judgements=[judged("capacity", "amber", date(2014, 9, 20))])
        edition = small_edition(tmp_path)

        at_cut_off = rate(known, edition, SEPTEMBER_2014).strands.filter(strand="capacity")
        in_round = replace(known, judged_by=date(2014, 9, 30))
        decided = rate(in_round, edition, SEPTEMBER_2014).strands.filter(strand="capacity")

        assert (at_cut_off["state"][0], decided["state"][0]) == ("unknown", "decided")

    def test_the_latest_judgement_stands(self, tmp_path: Path) -> None:
        made = [judged("capacity", "red", date(2014, 2, 1)), judged("capacity", "green", date(2014, 6, 1))]

        assert _strand(tmp_path, "capacity", judgements=made)["level"] == "green"

    def test_support_to_others_counts_for_and_never_against(self, tmp_path: Path) -> None:
        rest = [judged("progress", "green"), judged("capacity", "amber"), judged("governance", "green")]
        facts = [COHORT, fact(READING, 95), GOOD]

        without = _row(tmp_path / "1", facts=facts, judgements=[*rest, judged("support", "red")])
        given = _row(tmp_path / "2", facts=facts, judgements=[*rest, judged("support", "green")])

        assert "Leadership: amber" in without["because"][-1]
        assert "Leadership: green" in given["because"][-1]
        assert without["applicable"] == given["applicable"] == 7


class TestFragile:
    """Decided again, one strand at a time, both ways."""

    def test_one_pupil_over_the_line_is_told(self, tmp_path: Path) -> None:
        progress = [judged("progress", "green")]
        near = _row(tmp_path / "1", facts=[COHORT, fact(READING, 90)], judgements=progress)
        far = _row(tmp_path / "2", facts=[COHORT, fact(READING, 84)], judgements=progress)

        assert near["indicative"] == far["indicative"] == "amber"
        assert "One pupil in attainment would change it." in near["fragile_because"]
        assert "One pupil in attainment would change it." not in far["fragile_because"]

    def test_one_unknown_that_would_turn_it_is_told(self, tmp_path: Path) -> None:
        made = [judged("progress", "green"), judged("capacity", "red")]
        row = _row(tmp_path, facts=[COHORT, fact(READING, 95)], judgements=made)

        assert row["indicative"] == "green"
        assert "It could change if governance were known." in row["fragile_because"]
        assert "It could change if behaviour were known." not in row["fragile_because"]

    def test_a_school_on_a_red_floor_is_not_fragile(self, tmp_path: Path) -> None:
        row = _row(tmp_path, facts=[inspected("ofsted_overall", 4, "2014-03-12"), COHORT, fact(READING, 91)])

        assert row["fragile"] is False


class TestSchemes:
    """Which schools are rated by what."""

    def test_a_kind_of_school_without_a_scheme_says_so(self, tmp_path: Path) -> None:
        row = _row(tmp_path, schools=[school(phase="nursery")])

        assert (row["scheme"], row["level"]) == (None, "no_scheme")
        assert row["because"] == ["The edition has no scheme for this kind of school."]

    def test_an_all_through_school_has_a_row_for_each_of_its_schemes(self, tmp_path: Path) -> None:
        edition = load("strategies/cambridgeshire/2014-16")
        rows = rate(
            evidence(schools=[school(phase="all-through", age_low=3)]), edition, SEPTEMBER_2014
        ).schools

        assert sorted(rows["scheme"].to_list()) == ["eyfs", "primary", "secondary"]

    def test_a_junior_school_has_no_foundation_stage(self) -> None:
        edition = load("strategies/cambridgeshire/2014-16")
        rows = rate(evidence(schools=[school(age_low=7)]), edition, SEPTEMBER_2014).schools

        assert rows["scheme"].to_list() == ["primary"]


def test_each_figure_used_is_kept_with_its_source_and_result(tmp_path: Path) -> None:
    figures = [
        COHORT,
        fact(READING, 70, file="ks2.csv", row=12, column="PT2READ12", known_on=date(2013, 12, 12)),
    ]
    uses = rate(evidence(figures, LINES), small_edition(tmp_path), SEPTEMBER_2014).uses

    low = uses.filter(strand="attainment", level="red").row(0, named=True)
    assert (low["value"], low["comparator"], low["comparator_value"], low["result"]) == (
        70,
        "the lowest tenth of schools in England",
        78,
        True,
    )
    assert (low["file"], low["row"], low["column"], low["known_on"]) == (
        "ks2.csv",
        12,
        "PT2READ12",
        date(2013, 12, 12),
    )


def test_detail_is_left_out_when_it_is_not_asked_for(tmp_path: Path) -> None:
    ratings = rate(evidence(), small_edition(tmp_path), SEPTEMBER_2014, detail=False)

    assert ratings.strands.is_empty()
    assert ratings.uses.is_empty()
    assert ratings.schools.height == 1
