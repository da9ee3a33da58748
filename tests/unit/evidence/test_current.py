"""One fact counts for each place, indicator, group and period; the others stay beside it."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.evidence import current
from fingerpost.evidence.current import KEYS
from fingerpost.evidence.schema import FACTS

SCHEMA = {**FACTS, "snapshot": pl.String, "origin": pl.String}
AUTUMN, WINTER, SPRING = date(2017, 9, 1), date(2017, 12, 14), date(2018, 3, 1)
CELL = {
    "place_kind": "school",
    "place": "990001",
    "indicator": "ks2_rwm_expected",
    "group": "all",
    "period": "2017",
}
PLAIN = CELL | {
    "status": "reported",
    "release": "final",
    "known_on": WINTER,
    "origin": "published",
    "snapshot": "s",
}


def facts(*rows):
    return pl.DataFrame([dict.fromkeys(SCHEMA) | PLAIN | row for row in rows], schema=SCHEMA, orient="row")


def values(*rows, day=SPRING):
    """The values in the order in which they are chosen."""
    return current.ordered(facts(*rows), day).sort("choice").collect()["value"].to_list()


ORDER = [
    (
        "a final figure before a provisional one",
        {"release": "final"},
        {"release": "provisional", "known_on": SPRING},
    ),
    ("a final figure before a revised one", {"release": "final"}, {"release": "revised", "known_on": SPRING}),
    ("a revised figure before a provisional one", {"release": "revised"}, {"release": "provisional"}),
    ("the later known of two", {"known_on": WINTER}, {"known_on": AUTUMN}),
    ("a source before its later compilation", {}, {"origin": "compilation", "known_on": SPRING}),
    ("a published table before a reconstruction", {}, {"origin": "reconstruction"}),
    ("the later known before the published table", {"origin": "reconstruction", "known_on": SPRING}, {}),
    ("own data before a reconstruction", {"origin": "own"}, {"origin": "reconstruction"}),
    ("one snapshot before another, always the same", {"snapshot": "a"}, {"snapshot": "b"}),
    ("a figure without a release last", {"release": "provisional"}, {"release": None}),
]


@pytest.mark.parametrize(("first", "second"), [pair[1:] for pair in ORDER], ids=[pair[0] for pair in ORDER])
def test_of_two_facts_one_counts(first, second):
    first, second = first | {"value": 1.0}, second | {"value": 2.0}

    assert values(first, second) == [1, 2]
    assert values(second, first) == [1, 2]


def test_what_was_not_known_by_the_day_does_not_count():
    rows = {"release": "provisional", "known_on": AUTUMN, "value": 60.0}, {"known_on": WINTER, "value": 61.0}

    assert values(*rows, day=date(2017, 10, 1)) == [60]
    assert values(*rows, day=WINTER) == [61, 60]
    assert values(*rows, day=None) == [61, 60]


def test_a_figure_that_was_withheld_in_the_end_has_no_value():
    rows = {"value": 60.0, "release": "provisional"}, {"value": None, "status": "suppressed"}

    found = current.current(facts(*rows), SPRING)

    assert found.select("value", "status").rows() == [(None, "suppressed")]


def test_each_cell_has_a_fact_of_its_own():
    rows = [{"value": 1.0}, {"value": 2.0, "group": "boys"}, {"value": 3.0, "period": "2016"}]

    assert sorted(current.current(facts(*rows), SPRING)["value"].to_list()) == [1, 2, 3]


loaded = st.fixed_dictionaries(
    {
        "place": st.sampled_from(["990001", "990002"]),
        "group": st.sampled_from(["all", "boys"]),
        "release": st.sampled_from(["final", "revised", "provisional"]),
        "known_on": st.sampled_from([AUTUMN, WINTER, SPRING]),
        "origin": st.sampled_from(["published", "own", "reconstruction", "compilation", "scraped"]),
        "value": st.sampled_from([None, 50.0, 60.0]),
    }
)


@pytest.mark.slow
@settings(max_examples=40)
@given(data=st.data(), rows=st.lists(loaded, min_size=1, max_size=8))
def test_the_order_of_loading_does_not_matter(data, rows):
    named = [row | {"snapshot": f"snapshot {number}"} for number, row in enumerate(rows)]
    shuffled = data.draw(st.permutations(named))

    found = [
        current.ordered(facts(*order), WINTER).sort(*KEYS, "choice").collect() for order in (named, shuffled)
    ]

    assert found[0].rows() == found[1].rows()


@settings(max_examples=20)
@given(rows=st.lists(loaded, min_size=1, max_size=8))
def test_one_fact_a_cell_counts(rows):
    found = current.current(facts(*rows), None)

    assert found.height == found.select(KEYS).unique().height == facts(*rows).select(KEYS).unique().height


@settings(max_examples=30)
@given(rows=st.lists(loaded, min_size=1, max_size=8), day=st.sampled_from([None, AUTUMN, WINTER]))
def test_weighing_only_what_is_stated_twice_chooses_the_same(rows, day):
    held = facts(*rows)

    assert (
        current.current_unordered(held, day).sort(KEYS).rows() == current.current(held, day).sort(KEYS).rows()
    )


def test_ours_is_also_stored_under_the_equal_measure_of_the_interactive_tool():
    codes = dict(current.with_aliases("eyfs_gld"))

    assert codes.pop("eyfs_gld") is None
    assert codes
    assert all(code.startswith("lait:") and group for code, group in codes.items())


def test_a_measure_of_the_tool_is_also_stored_under_ours():
    (alias, _), *_ = [pair for pair in current.with_aliases("eyfs_gld") if pair[0].startswith("lait:")]

    assert current.with_aliases(alias) == [(alias, None), ("eyfs_gld", None)]


def test_a_code_that_nobody_declared_stands_for_itself():
    assert current.with_aliases("unheard_of") == [("unheard_of", None)]
    assert current.with_aliases("lait:Unheard of") == [("lait:Unheard of", None)]
