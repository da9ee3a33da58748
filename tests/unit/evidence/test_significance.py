"""Intervals, bands, and what is said of a difference from England."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.evidence.comparison import bands, significance
from fingerpost.evidence.comparison.deviations import Deviation, Deviations, deviations
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.indicators.model import Indicator

SHARE = Indicator("share", "A share of pupils", "KS2", "%", 0, "high", "ours")
MEAN = Indicator("mean", "A mean", "KS4", "points", 1, "high", "ours")
PROGRESS8 = CATALOGUE.by_code["ks4_progress8"]
READING = CATALOGUE.by_code["ks2_reading_progress"]
ABSENCE = CATALOGUE.by_code["absence_overall"]
SESSIONS = "a share of sessions and not of pupils: no interval"
EMPTY = {"numerator": None, "denominator": None, "lower": None, "upper": None, "england": None}
NUMBERS = dict.fromkeys(("value", *EMPTY), pl.Float64)


def figure(**given):
    row = {"place_kind": "school", "group": "all", "period": "2023", "release": "revised"} | EMPTY | given
    return pl.DataFrame([row], schema_overrides=NUMBERS)


def judged(indicator, **given):
    frame = significance.with_intervals(figure(**given), indicator, deviations())
    return significance.against_england(frame, indicator).row(0, named=True)


# Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I.
PUBLISHED = [
    (81, 263, 25.53, 36.62),
    (15, 148, 6.24, 16.05),
    (0, 20, 0.0, 16.11),
    (1, 29, 0.61, 17.18),
    (29, 29, 88.30, 100.0),
]


@pytest.mark.parametrize(("reached", "pupils", "lower", "upper"), PUBLISHED)
def test_the_interval_of_a_percentage_is_the_one_published_for_its_method(reached, pupils, lower, upper):
    found = significance.wilson(reached, pupils)
    row = judged(SHARE, value=100 * reached / pupils, numerator=reached, denominator=pupils)

    assert found == (pytest.approx(lower, abs=0.006), pytest.approx(upper, abs=0.006))
    assert (row["lower"], row["upper"]) == (pytest.approx(found[0]), pytest.approx(found[1]))


@given(pupils=st.integers(1, 400), data=st.data())
def test_the_interval_of_a_percentage_holds_it_and_stays_within_0_and_100(pupils, data):
    reached = data.draw(st.integers(0, pupils))

    lower, upper = significance.wilson(reached, pupils)

    assert -1e-9 <= lower <= 100 * reached / pupils + 1e-9
    assert 100 * reached / pupils - 1e-9 <= upper <= 100 + 1e-9


# 1.96 x 1.414023 / sqrt(196) = 0.198 and 1.96 x 6.17358373 / sqrt(30) = 2.209
def test_the_interval_of_progress_8_is_made_with_the_deviation_of_its_own_year_and_release():
    revised = judged(PROGRESS8, value=0.25, denominator=196)
    provisional = judged(PROGRESS8, value=0.25, denominator=196, release="provisional")

    assert (revised["lower"], revised["upper"]) == (
        pytest.approx(0.05204, abs=1e-5),
        pytest.approx(0.44796, abs=1e-5),
    )
    assert provisional["lower"] == pytest.approx(0.25 - 1.96 * 1.412814 / 14)
    assert "2023's revised figures" in revised["interval"]


def test_the_interval_of_key_stage_2_progress_is_made_with_the_deviation_of_its_subject():
    row = judged(READING, value=1.0, denominator=30, period="2019", release="final")

    assert row["upper"] - row["value"] == pytest.approx(2.209, abs=0.001)


def test_a_final_figure_takes_the_deviation_last_known_of_its_year_and_says_whose_it_is():
    row = judged(PROGRESS8, value=0.5, denominator=100, release="final")

    assert row["upper"] == pytest.approx(0.5 + 1.96 * 1.414023 / 10)
    assert "revised" in row["interval"]


def test_a_year_whose_deviation_is_not_held_has_no_interval_and_says_so():
    row = judged(PROGRESS8, value=0.5, denominator=100, period="2017", release="final")

    assert (row["lower"], row["significance"]) == (None, None)
    assert row["significance_because"] == "no interval: the year's standard deviation is not held"


def test_an_interval_that_a_file_gives_stands_before_ours():
    row = judged(PROGRESS8, value=0.25, denominator=196, lower=0.01, upper=0.5)

    assert (row["lower"], row["upper"], row["interval"]) == (0.01, 0.5, "as published")


def test_no_deviation_is_of_another_year():
    held = Deviations({("m", "2022", "final"): Deviation(1.4, "final", "somebody")}, {})

    assert held.of("m", "2022", "provisional").release == "final"
    assert held.of("m", "2023", "final") is None


@pytest.mark.parametrize(
    ("value", "pupils", "england", "expected"),
    [
        (75.0, 200.0, 61.0, significance.ABOVE),
        (45.0, 200.0, 61.0, significance.BELOW),
        (63.0, 200.0, 61.0, significance.SAME),
        (75.0, 20.0, 61.0, significance.SAME),
    ],
)
def test_a_percentage_is_held_against_englands(value, pupils, england, expected):
    assert judged(SHARE, value=value, denominator=pupils, england=england)["significance"] == expected


def test_progress_is_held_against_the_average_of_all_pupils_and_not_against_englands_schools():
    row = judged(PROGRESS8, value=-0.02, denominator=40_000, england=-0.03)

    assert row["significance"] == significance.BELOW
    assert "against 0, the average of all pupils" in row["significance_because"]


@pytest.mark.parametrize(
    ("value", "pupils", "england", "said"),
    [
        (60.0, 30.0, 61.0, "less than one pupil apart"),
        (61.4, 7000.0, 61.0, "a small difference, half a point or less"),
        (66.0, 300.0, 61.0, ""),
    ],
)
def test_a_small_difference_is_said_to_be_small(value, pupils, england, said):
    told = judged(SHARE, value=value, denominator=pupils, england=england)["significance_because"]

    assert told.endswith(said)
    assert said or ";" not in told


@pytest.mark.parametrize(
    ("indicator", "given", "reason"),
    [
        (SHARE, {"value": None, "england": 61.0}, "no figure"),
        (SHARE, {"value": 60.0, "denominator": 30}, "no figure of England for these pupils and this year"),
        (SHARE, {"value": 60.0, "england": 61.0}, "the number of pupils is not known"),
        (MEAN, {"value": 60.0, "denominator": 9, "england": 61.0}, "no interval is published for this measure"),
        (ABSENCE, {"value": 6.0, "denominator": 9000, "england": 7.0}, SESSIONS),
        (SHARE, {"value": 60.0, "denominator": 30, "england": 61.0, "place_kind": "england"}, "England itself"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_said_the_reason_is(indicator, given, reason):
    row = judged(indicator, **given)

    assert (row["significance"], row["significance_because"]) == (None, reason)


def test_a_mean_is_judged_where_a_file_gives_its_interval():
    row = judged(MEAN, value=50.0, lower=48.0, upper=52.0, england=46.0)

    assert row["significance"] == significance.ABOVE


@pytest.mark.parametrize(("pupils", "worth"), [(10.0, 10.0), (4.0, 25.0), (11.0, None), (None, None)])
def test_fewer_than_eleven_pupils_say_how_many_points_one_is_worth(pupils, worth):
    frame = figure(value=50.0, denominator=pupils)

    assert frame.select(significance.one_pupil(SHARE)).item() == worth


#: Progress 8 banding, the department's note for 2018 and 2019: (score, lower, upper) -> band.
PROGRESS8_BANDS = [
    (0.5, 0.01, 0.99, bands.WELL_ABOVE),
    (0.5, 0.0, 1.0, bands.AVERAGE),
    (0.49, 0.01, 0.97, bands.ABOVE),
    (1.2, -0.1, 2.5, bands.AVERAGE),
    (0.0, -0.3, 0.3, bands.AVERAGE),
    (-0.3, -0.6, 0.0, bands.AVERAGE),
    (-0.3, -0.59, -0.01, bands.BELOW),
    (-0.5, -0.99, -0.01, bands.BELOW),
    (-0.51, -1.0, -0.02, bands.WELL_BELOW),
    (-0.51, -1.1, 0.08, bands.AVERAGE),
]


@pytest.mark.parametrize(("score", "lower", "upper", "band"), PROGRESS8_BANDS)
def test_progress_8_has_the_five_published_bands(score, lower, upper, band):
    assert bands.of_progress8(score, lower, upper) == band


KS2_BANDS = [
    (3.1, 0.9, 5.3, (-3.0, 3.0), bands.WELL_ABOVE),
    (2.9, 0.7, 5.1, (-3.0, 3.0), bands.ABOVE),
    (3.1, -0.1, 6.3, (-3.0, 3.0), bands.AVERAGE),
    (-3.0, -5.0, -1.0, (-3.0, 3.0), bands.WELL_BELOW),
    (-2.9, -5.0, -0.8, (-3.0, 3.0), bands.BELOW),
    (0.4, -1.0, 1.8, None, bands.AVERAGE),
    (3.1, 0.9, 5.3, None, None),
]


@pytest.mark.parametrize(("score", "lower", "upper", "cuts", "band"), KS2_BANDS)
def test_key_stage_2_progress_is_well_above_only_in_the_years_highest_tenth(score, lower, upper, cuts, band):
    assert bands.of_ks2_progress(score, lower, upper, cuts) == band


def test_the_band_that_a_file_states_stands_before_the_rule():
    assert bands.of("ks4_progress8", 0.6, 0.1, 1.1, text="Above average") == bands.ABOVE
    assert bands.of("ks2_maths_progress", 3.1, 0.9, 5.3, text="1") == bands.WELL_ABOVE
    assert bands.of("ks4_progress8", 0.6, 0.1, 1.1, text="SUPP") == bands.WELL_ABOVE


def test_every_deviation_has_its_source():
    assert all(one.reference and 0 < one.value < 10 for one in deviations().by_release.values())
