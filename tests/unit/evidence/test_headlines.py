"""Headlines: what is said of figures, and that no sentence says what its figures contradict."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.evidence import comparison
from fingerpost.evidence.comparison import gaps, significance
from fingerpost.evidence.comparison.deviations import Deviations
from fingerpost.evidence.headlines import making, wording
from fingerpost.evidence.headlines.model import Headline, Kind, Sentence, Tone
from fingerpost.evidence.indicators import CATALOGUE, Break, Indicator

RWM = Indicator("rwm", "Reading, writing and maths", "KS2", "%", 0, "high", "")
ABSENCE = Indicator("away", "Persistent absence", "all", "%", 1, "low", "")
SCORE = Indicator("score", "Attainment 8", "KS4", "points", 1, "high", "")
SCHEMA = {
    "place_kind": pl.String, "place": pl.String, "group": pl.String, "period": pl.String, "value": pl.Float64,
    "numerator": pl.Float64, "denominator": pl.Float64, "lower": pl.Float64, "upper": pl.Float64,
}  # fmt: skip
NONE_KNOWN = Deviations({}, {})


def compared(rows, indicator):
    """Rows as the comparison makes them, by the same steps."""
    frame = pl.DataFrame([dict.fromkeys(SCHEMA) | row for row in rows], schema=SCHEMA)
    frame = significance.with_intervals(frame, indicator, NONE_KNOWN)
    frame = comparison.with_changes(frame, indicator)
    england = frame.filter((pl.col("place_kind") == "england") & pl.col("value").is_not_null())
    values = {row[:2]: row[2] for row in england.select("group", "period", "value").rows()}
    frame = significance.against_england(gaps.with_gaps(frame, values), indicator)
    none = pl.lit(None, dtype=pl.UInt32)
    return frame.with_columns(
        one_pupil=significance.one_pupil(indicator), rank=none, of=none, rank_low=none, rank_high=none,
        release=pl.lit("final"), among=pl.lit(None, dtype=pl.String),
    )  # fmt: skip


def place(period, value, pupils=1000, group="all"):
    reached = None if value is None or pupils is None else round(value * pupils / 100)
    return {"place_kind": "authority", "place": "001", "group": group, "period": period, "value": value,
            "numerator": reached, "denominator": pupils}  # fmt: skip


def england(period, value, group="all"):
    return {"place_kind": "england", "place": "E92000001", "group": group, "period": period, "value": value}


def told(*rows, indicator=RWM, group="all"):
    found = making.headlines(compared(rows, indicator), indicator, "2025")
    return next(one for one in found if one.group == group)


def texts(headline):
    return [sentence.text for sentence in headline.sentences]


def test_a_headline_says_what_it_is_what_changed_and_against_whom():
    headline = told(place("2025", 55.0), place("2024", 62.0), england("2025", 62.0), england("2024", 61.0))

    assert texts(headline) == [
        "55% of 1,000 pupils in 2025.",
        "Down 7 points on 2024 (62%), more than chance would bring; England rose by 1 point.",
        "7 points below England (62%), more than chance would bring: 70 pupils.",
    ]
    assert headline.tone is Tone.CHALLENGE


def test_what_chance_could_bring_is_not_stated_as_sure():
    headline = told(place("2025", 55.0, 40), place("2024", 62.0, 40), england("2025", 62.0))

    assert texts(headline)[1:] == [
        "7 points lower than in 2024 (62%), which chance alone could bring.",
        "Not different from England (62%), as far as 40 pupils can tell.",
    ]
    assert headline.tone is Tone.PLAIN


def test_of_fewer_than_eleven_pupils_nothing_is_drawn():
    headline = told(place("2025", 25.0, 8), place("2024", 90.0, 20), england("2025", 62.0))

    assert texts(headline) == ["25% of 8 pupils in 2025. One pupil is worth 12.5 points."]
    assert headline.is_of_few


def test_few_pupils_in_the_year_before_are_said_to_be_of_that_year():
    headline = told(place("2025", 25.0, 30), place("2024", 90.0, 8), england("2025", 62.0))

    assert texts(headline)[0].endswith(
        "Fewer than 11 pupils were counted in 2024, so no change is drawn from it."
    )
    assert [sentence.kind for sentence in headline.sentences] == [Kind.LEVEL, Kind.NATIONAL]


def test_across_a_break_a_change_is_refused_and_says_why():
    broken = Indicator("rwm", "R", "KS2", "%", 0, "high", "", breaks=(Break(2025, "the framework changed"),))
    headline = told(place("2025", 55.0), place("2024", 80.0), indicator=broken)

    assert texts(headline)[1] == "Not comparable with 2024: the framework changed."
    assert headline.sentences[1].direction == 0


def test_more_absence_is_a_challenge_and_less_a_strength():
    more = told(place("2025", 30.0), place("2024", 20.0), indicator=ABSENCE)
    less = told(place("2025", 20.0), place("2024", 30.0), indicator=ABSENCE)

    assert (more.tone, less.tone) == (Tone.CHALLENGE, Tone.STRENGTH)


def test_without_an_interval_how_sure_it_is_cannot_be_said():
    rows = (place("2025", 46.0) | {"numerator": None}, england("2025", 48.0))
    (_, against) = texts(told(*rows, indicator=SCORE))

    assert against == (
        "2.0 points below England (48.0); how sure that is cannot be said: no interval is published for this measure."
    )


def test_a_gap_is_to_englands_other_pupils_and_says_whether_it_widened():
    headline = told(
        place("2025", 40.0, 2000, "disadvantaged"), place("2024", 46.0, 2000, "disadvantaged"),
        england("2025", 68.0, "not_disadvantaged"), england("2024", 68.0, "not_disadvantaged"),
        group="disadvantaged",
    )  # fmt: skip

    assert texts(headline)[-1] == (
        "28 points below England's other pupils (not disadvantaged: 68%); 6 points wider than in 2024, more than "
        "chance would bring."
    )


def test_a_gap_that_did_not_move_is_told_and_is_no_news():
    headline = told(
        place("2025", 40.0, 2000, "disadvantaged"), place("2024", 41.0, 2000, "disadvantaged"),
        england("2025", 68.0, "not_disadvantaged"), england("2024", 68.0, "not_disadvantaged"),
        group="disadvantaged",
    )  # fmt: skip

    assert texts(headline)[-1] == "28 points below England's other pupils (not disadvantaged: 68%)."
    assert headline.tone is Tone.PLAIN


RANKED = {"rank": 56, "of": 152, "rank_low": 48, "rank_high": 63}


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ({}, "56th of 152 authorities (chance leaves 48th to 63rd possible)."),
        (
            {"rank": 71, "of": 151, "rank_low": 60, "rank_high": 80},
            "; 71st of 151 in 2024, a difference that chance",
        ),
        (
            {"rank": 90, "of": 152, "rank_low": 80, "rank_high": 99},
            ", a better place than in 2024 (90th of 152), more",
        ),
        (
            {"rank": 2, "of": 152, "rank_low": 1, "rank_high": 3},
            ", a worse place than in 2024 (2nd of 152), more",
        ),
        ({"rank": 56, "of": 152, "rank_low": 1, "rank_high": 3}, ", the same place as in 2024."),
        ({"rank": 71, "of": 90}, "(chance leaves 48th to 63rd possible)."),
    ],
)
def test_a_rank_is_told_with_what_chance_leaves_possible(before, says):
    frame = compared([place("2025", 55.0), place("2024", 55.0)], RWM)
    ranks = pl.DataFrame([{"period": "2025"} | RANKED, {"period": "2024"} | dict.fromkeys(RANKED) | before])
    (headline,) = making.headlines(frame.drop(*RANKED).join(ranks, on="period"), RWM, "2025")

    assert says in texts(headline)[-1]


def test_sure_headlines_come_first_and_then_those_of_most_pupils():
    def one(title, sure, pupils):
        said = Sentence(Kind.NATIONAL, "", (), 1, sure, Tone.STRENGTH if sure else Tone.PLAIN, pupils)
        return Headline(RWM, "all", "2025", title, (said,))

    found = making.by_importance([one("unsure", False, 900), one("few", True, 20), one("many", True, 300)])

    assert [headline.title for headline in found] == ["many", "few", "unsure"]


def test_every_sentence_of_the_table_states_the_direction_that_it_stands_under():
    stated = {key: _direction(words) for key, words in wording.WORDS.items() if key[0] is not Kind.RANK}

    assert stated == {key: key[1] for key in stated}


UP = re.compile(r"\b(Up|higher|above)\b")
DOWN = re.compile(r"\b(Down|lower|below)\b")


def _direction(text):
    """The direction that a reader takes from a sentence; none where it states none."""
    main = re.split(r"; England |; [\d.,]+ points? (?:wider|narrower)", text)[0]
    return 1 if UP.search(main) else -1 if DOWN.search(main) else None


# Near to one another as well as far apart, so that what chance could bring is among them.
value = (
    st.none()
    | st.integers(480, 520).map(lambda tenths: tenths / 10)
    | st.integers(0, 1000).map(lambda n: n / 10)
)
pupils = st.none() | st.integers(1, 300) | st.integers(1, 8000)
cells = st.fixed_dictionaries(
    {
        (kind, group, year): st.tuples(value, pupils)
        for kind in ("authority", "england")
        for group in ("all", "disadvantaged", "not_disadvantaged")
        for year in ("2025", "2024")
    }
)


@given(found=cells, indicator=st.sampled_from([RWM, ABSENCE, SCORE, CATALOGUE.by_code["ks4_attainment8"]]))
def test_no_sentence_states_a_direction_that_its_figures_contradict(found, indicator):
    rows = [
        place(year, *cell, group) if kind == "authority" else england(year, cell[0], group)
        for (kind, group, year), cell in found.items()
    ]

    for headline in making.headlines(compared(rows, indicator), indicator, "2025"):
        for sentence in headline.sentences[1:]:
            stated = _direction(sentence.text)
            assert stated == (sentence.direction or None)
            if stated:
                one, other = (figure.value for figure in sentence.figures)
                assert stated == (1 if one > other else -1), sentence.text
            if sentence.is_sure:
                count = found["authority", headline.group, "2025"][1]
                assert count is not None
                assert count >= 11
            else:
                assert sentence.tone is Tone.PLAIN
                assert "more than chance" not in sentence.text


@given(found=cells)
def test_england_and_gaps_are_said_to_move_as_their_figures_did(found):
    rows = [
        place(year, *cell, group) if kind == "authority" else england(year, cell[0], group)
        for (kind, group, year), cell in found.items()
    ]

    for headline in making.headlines(compared(rows, RWM), RWM, "2025"):
        whole = " ".join(texts(headline))
        now, then = (found["england", headline.group, year][0] for year in ("2025", "2024"))
        assert "England rose" not in whole or now > then
        assert "England fell" not in whole or now < then
        if "wider" in whole or "narrower" in whole:
            gap, earlier = (
                abs(
                    found["authority", "disadvantaged", year][0]
                    - found["england", "not_disadvantaged", year][0]
                )
                for year in ("2025", "2024")
            )
            assert ("wider" in whole) == (gap > earlier)
