"""Small tables of invented pupils, of any shape that a law must hold for."""

import polars as pl
from hypothesis import strategies as st

from fingerpost.evidence.cube import packed
from fingerpost.evidence.cube.definition import define
from fingerpost.evidence.pupils import schema
from fingerpost.evidence.schema import PlaceKind

YEAR = 2025
#: Where schools lie; two rows of one school may name different districts, as when a boundary moved.
DISTRICTS = {"D1": ("A1", "R1"), "D2": ("A1", "R1"), "D3": ("A2", "R1"), None: (None, None)}
PLACES = tuple(PlaceKind(kind) for kind in (
    "school", "district", "authority", "region", "england", "home_ward", "home_district", "home_authority"
))  # fmt: skip
KEYS = ["place_kind", "place", "group"]


def ks2(**more):
    """The cube of key stage 2 in every kind of place."""
    return define("ks2", **({"places": PLACES} | more))


def _words(column):
    return st.sampled_from((*schema.WORDS[column], None))


def _score(low, high):
    return st.one_of(st.none(), st.integers(low, high))


_YES = st.sampled_from((True, False, None))


@st.composite
def pupil(draw):
    """Somebody, of whom anything may be unknown."""
    district = draw(st.sampled_from(tuple(DISTRICTS)))
    authority, region = DISTRICTS[district]
    home = draw(st.sampled_from(("W1", "W2", "W3", None)))
    found = {
        "year": YEAR,
        "stage": "ks2",
        "urn": draw(st.sampled_from((100001, 100002, 100003, 999999, None))),
        "district": district,
        "authority": authority,
        "region": region,
        "home_ward": home,
        "home_district": home and {"W1": "D1", "W2": "D1", "W3": "D3"}[home],
        "home_authority": home and {"W1": "A1", "W2": "A1", "W3": "A2"}[home],
        "birth_month": draw(st.sampled_from((None, *range(1, 13)))),
    }
    for column in ("sex", "sen", "first_language", "language_group", "ethnicity", "ethnicity_major", "prior"):
        found[column] = draw(_words(column))
    for column, kind in schema.PUPILS.items():
        if kind is pl.Boolean:
            found[column] = draw(_YES)
    for name, kind in schema.results("ks2").items():
        low = -3000 if "progress" in name else 80
        found[name] = draw(_YES if kind is pl.Boolean else _score(low, 3000 if "progress" in name else 120))
    return found


def table(rows):
    """The pupils as a table."""
    names = schema.columns("ks2")
    return pl.DataFrame([{name: row.get(name) for name in names} for row in rows], schema=names)


def tables(least=1, most=30):
    """Tables of pupils."""
    return st.lists(pupil(), min_size=least, max_size=most).map(table)


def counted(pupils, definition=None):
    """The cube of them by the packed engine, its cells in order."""
    return packed.of_year(pupils, definition or ks2(), YEAR).sort(KEYS)
