"""What the difference between our figure and the published one is likely to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.evidence.comparison.reconciling import Kind, Side, decimals, is_rounding, reconciled
from fingerpost.evidence.indicators.model import Indicator

SHARE = Indicator("share", "A share", "KS2", "%", 0, "high", "ours")
SCORE = Indicator("score", "A score", "KS2", "score", 1, "high", "ours")


def kind(ours, published, indicator=SHARE, **more):
    return reconciled(indicator, Side(*ours), Side(*published), **more).kind


CASES = [
    # ours (value, pupils), published (value, pupils), what it is
    ((50.0, 40), (50.0, 40), Kind.SAME),
    ((51.28, 39), (51.0, 39), Kind.ROUNDING),
    ((50.5, 40), (51.0, 40), Kind.ROUNDING),
    ((50.5, 40), (50.0, 40), Kind.ROUNDING),
    ((51.3, 39), (51.3, 40), Kind.ROUNDING),
    ((50.0, 40), (52.0, 40), Kind.RESULTS),
    ((50.0, 40), (51.0, 39), Kind.COHORT),
    ((50.0, 40), (56.0, 39), Kind.BOTH),
    ((50.0, 40), (51.0, None), Kind.UNKNOWN),
    ((50.0, 40), (None, None, "suppressed"), Kind.HIDDEN),
    ((50.0, 40), (None, None, "too new"), Kind.NOT_PUBLISHED),
    ((None, None, "not available"), (50.0, 40), Kind.NOT_OURS),
]


@pytest.mark.parametrize(("ours", "published", "expected"), CASES)
def test_a_difference_is_of_one_kind(ours, published, expected):
    assert kind(ours, published) is expected


@pytest.mark.parametrize(("ours", "published", "expected"), [
    ((103.44, 28), (103.0, 28), Kind.ROUNDING),
    ((103.64, 28), (103.0, 28), Kind.RESULTS),
    ((103.64, 29), (103.0, 28), Kind.COHORT),
])  # fmt: skip
def test_a_mean_is_held_to_its_own_rounding(ours, published, expected):
    assert kind(ours, published, SCORE) is expected


def test_how_many_pupils_have_another_result_is_worked_out():
    found = reconciled(SHARE, Side(50.0, 40), Side(55.0, 40))

    assert (found.difference, found.pupils) == (-5.0, 0)
    assert found.reason.startswith("the same pupils, about 2 pupils with another result")


def test_another_release_is_said_where_results_differ():
    found = reconciled(SHARE, Side(50.0, 40, release="provisional"), Side(55.0, 40, release="final"))

    assert found.reason.endswith("(ours is provisional, the published final)")


def test_a_school_that_the_state_does_not_pay_for_is_said_to_be_left_out():
    found = reconciled(SHARE, Side(50.0, 40), None, is_state_funded=False)

    assert found.kind is Kind.NOT_PUBLISHED
    assert "state-funded schools alone" in found.reason


@pytest.mark.parametrize(("value", "places"), [(59.0, 0), (59.3, 1), (0.25, 2), (-0.1, 1), (100 / 3, 2)])
def test_the_decimals_of_a_published_figure_are_those_that_it_shows(value, places):
    assert decimals(value) == places


@given(reached=st.integers(0, 300), pupils=st.integers(1, 300), places=st.integers(0, 2))
def test_a_figure_that_is_only_rounded_never_needs_a_look(reached, pupils, places):
    share = 100 * min(reached, pupils) / pupils

    assert is_rounding(share, round(share, places))
    assert kind((share, pupils), (round(share, places), pupils)) in (Kind.SAME, Kind.ROUNDING)


@given(pupils=st.integers(2, 200), data=st.data())
def test_pupils_who_are_left_out_explain_what_is_left(pupils, data):
    reached = data.draw(st.integers(0, pupils))
    gone = data.draw(st.integers(1, pupils - 1))
    gone_reached = data.draw(st.integers(max(0, gone - (pupils - reached)), min(gone, reached)))
    published = round(100 * (reached - gone_reached) / (pupils - gone))

    assert kind((100 * reached / pupils, pupils), (float(published), pupils - gone)) in (
        Kind.COHORT,
        Kind.ROUNDING,
        Kind.SAME,
    )
