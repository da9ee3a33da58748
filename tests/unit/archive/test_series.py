from types import SimpleNamespace

import pytest

from fingerpost.archive.queries.series import Series
from fingerpost.evidence.indicators import CATALOGUE


@pytest.mark.parametrize(
    ("indicator", "pupils", "worth"),
    [
        ("ks2_rwm_expected", 8, 12.5),
        ("ks2_rwm_expected", 10, 10.0),
        ("ks2_rwm_expected", 11, None),
        ("ks2_rwm_expected", 0, None),
        ("ks2_rwm_expected", None, None),
        ("ks2_maths_scaled", 8, None),
    ],
)
def test_a_percentage_of_few_pupils_says_what_one_of_them_is_worth(indicator, pupils, worth):
    series = Series(CATALOGUE.by_code[indicator], "all")

    assert series.one_pupil(SimpleNamespace(denominator=pupils)) == worth
