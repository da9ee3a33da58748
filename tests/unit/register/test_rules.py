"""Phase, type, who is state-funded, what is open, and what an officer may put right."""

from datetime import date

import pytest

from fingerpost.register import rules
from fingerpost.register.rules import NotACorrection

PHASES = [
    ("Primary", "Community School", "primary"),
    ("Middle Deemed Primary", "Community School", "primary"),
    ("Middle Deemed Secondary", "Academy Converter", "secondary"),
    ("All-through", "Academy Sponsor Led", "all-through"),
    ("All Through", None, "all-through"),
    ("16 plus", "Free Schools 16 to 19", "16-plus"),
    ("Not applicable", "Foundation Special School", "special"),
    ("Not applicable", "Pupil Referral Unit", "pru"),
    ("Not applicable", "Free Schools Alternative Provision", "pru"),
    ("Nursery", "LA Nursery School", "nursery"),
    ("PRU", None, "pru"),
    ("Secondary", None, "secondary"),
    (None, None, "other"),
    ("Not applicable", "Children's Centre", "other"),
]
TYPES = [
    ("Academy converter", "Academy converter"),
    ("Academy - Converter Mainstream", "Academy converter"),
    ("ACADEMY  CONVERTER", "Academy converter"),
    ("Free School", "Free schools"),
    ("LA Nursery School", "Local authority nursery school"),
    ("-", None),
    ("", None),
    (None, None),
]
FUNDED = [
    ("Community school", True),
    ("Academy converter", True),
    ("Non-maintained special school", True),
    ("Other independent school", False),
    ("Further education", False),
    ("Service children's education", False),
    ("Special post 16 institution", False),
    (None, True),
]
BEGINNINGS = [
    ("Academy sponsor led", True, "sponsor-led"),
    ("Academy converter", True, "converter"),
    ("Academy converter", False, "converter"),
    ("Free schools", False, "new"),
    ("Free schools", True, "converter"),
    ("Community school", True, None),
    (None, False, None),
]
CORRECTIONS = [
    ("name", "  St Anne's ", "St Anne's"),
    ("roll", "210", 210),
    ("opened_on", "2014-09-01", date(2014, 9, 1)),
    ("closed_on", "", None),
    ("phase", "special", "special"),
    ("type", "ACADEMY - CONVERTER", "Academy converter"),
    ("town", "", ""),
]
REFUSED = [
    ("urn", "1", "cannot be corrected"),
    ("roll", "many", "whole number"),
    ("roll", "²", "whole number"),
    ("age_low", "-1", "whole number"),
    ("age_high", "1100", "whole number up to 99"),
    ("opened_on", "1 September 2014", "like 2014-09-01"),
    ("phase", "lower", "Phase is one of"),
    ("name", " ", "cannot be blank"),
    ("type", "", "cannot be blank"),
]


@pytest.mark.parametrize(("phase", "kind", "expected"), PHASES)
def test_the_phase_follows_from_the_words_of_any_list(phase, kind, expected):
    assert rules.phase_of(phase, kind) == expected


def test_every_phase_has_a_name():
    assert set(rules.PHASE_NAMES) == set(rules.PHASES)


@pytest.mark.parametrize(("written", "tidy"), TYPES)
def test_a_type_has_one_spelling(written, tidy):
    assert rules.tidy_type(written) == tidy


@pytest.mark.parametrize(("kind", "expected"), FUNDED)
def test_who_is_state_funded_follows_from_the_type(kind, expected):
    assert rules.is_state_funded(kind) is expected


@pytest.mark.parametrize(
    "kind", ["Academy converter", "Free schools", "University technical college", "City technology college"]
)
def test_a_trust_runs_academies_and_free_schools(kind):
    assert rules.is_academy(kind)


def test_an_authority_runs_a_community_school():
    assert not rules.is_academy("Community school")


@pytest.mark.parametrize(("kind", "follows", "expected"), BEGINNINGS)
def test_how_an_academy_began_follows_from_its_type_and_its_past(kind, follows, expected):
    assert rules.opened_as(kind, follows) == expected


@pytest.mark.parametrize(("field", "value", "expected"), CORRECTIONS)
def test_a_correction_is_read_as_its_field_holds_it(field, value, expected):
    assert rules.parse_correction(field, value) == expected


@pytest.mark.parametrize(("field", "value", "why"), REFUSED)
def test_what_cannot_stand_in_a_field_is_refused_with_a_sentence(field, value, why):
    with pytest.raises(NotACorrection, match=why):
        rules.parse_correction(field, value)


def test_a_corrected_type_says_who_runs_and_funds_the_school():
    assert rules.corrected("type", "Academy converter") == {
        "type": "Academy converter",
        "is_academy": True,
        "is_state_funded": True,
    }


def test_a_corrected_closing_says_that_it_was_corrected():
    assert rules.corrected("closed_on", date(2014, 8, 31)) == {
        "closed_on": date(2014, 8, 31),
        "closed_how": "corrected by hand",
    }
    assert rules.corrected("closed_on", None) == {"closed_on": None, "closed_how": ""}
