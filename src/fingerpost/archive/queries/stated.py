"""Every statement that is held of an authority's figures, the current one and the alternatives, place by place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from fingerpost.archive.queries import membership, places, slices
from fingerpost.archive.queries.membership import Membership
from fingerpost.archive.queries.snapshots import holdings
from fingerpost.evidence import current
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import FROM_PUPILS
from fingerpost.register import queries as register

#: Whose files state a figure: the Department's (or somebody's copy of them), or the authority's own.
PUBLISHED = ("published", "reconstruction", "compilation", "scraped")
OURS = FROM_PUPILS


@dataclass(frozen=True, eq=False)
class Ground:
    """What an authority's statements are read from, once for a page."""

    authority: str
    name: str
    of: slices.Slice
    members: Membership
    as_at: date | None


def ground(authority: str, as_at: date | None = None) -> Ground:
    """The ground of an authority on a day."""
    holding = holdings(authority)
    of = slices.of_authority(authority, holding)
    members = membership.of_authority(authority, of, holding, as_at)
    return _ground(authority, of, members.lasting or members, as_at)


@lru_cache(maxsize=16)
def _ground(authority: str, of: slices.Slice, members: Membership, as_at: date | None) -> Ground:
    """The same ground for as long as nothing is loaded and nobody corrects the register: answers are kept under it."""
    return Ground(authority, places.authorities()[authority].name, of, members, as_at)


def of_schools(on: Ground, wanted: pl.Expr) -> pl.DataFrame:
    """All statements of schools where they were the authority's, under the school that answers for them now.

    `place_name` is the school's name, and `is_funded` whether the state pays for it: the Department's averages are of
    those alone.
    """
    found = on.of.schools.filter(wanted).rename({"place": "stated"})
    here = membership.stood_in(found, on.members.spells)
    lay = here.join(on.members.lines.unique("stated"), on="stated", how="left", maintain_order="left")
    placed = lay.with_columns(place=pl.coalesce("place", "stated"), step=pl.col("step").fill_null(0))
    named = placed.join(
        on.members.schools.select("place", place_name="name"), on="place", how="left", maintain_order="left"
    )
    return _named(named.with_columns(is_funded=pl.col("place_name").is_not_null()))


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """Schools that the state does not pay for have their name from the register too."""
    unnamed = frame.filter(pl.col("place_name").is_null())["place"].unique().to_list()
    if not unnamed:
        return frame
    names = {str(urn): name for urn, name in register.names([int(urn) for urn in unnamed]).items()}
    known = pl.col("place").replace_strict(names, default=None, return_dtype=pl.String)
    return frame.with_columns(place_name=pl.coalesce("place_name", known, "place"))


def of_area(on: Ground, wanted: pl.Expr) -> pl.DataFrame:
    """All statements of the authority itself and of England."""
    ours = (pl.col("place_kind") == "authority") & (pl.col("place") == on.authority)
    found = on.of.areas.filter((ours | (pl.col("place_kind") == "england")) & wanted)
    is_england = pl.col("place_kind") == "england"
    return found.with_columns(
        stated="place",
        step=pl.lit(0, dtype=pl.Int8),
        place_name=pl.when(is_england).then(pl.lit("England")).otherwise(pl.lit(on.name)),
        is_funded=pl.lit(True),
    )


def ordered(statements: pl.DataFrame, as_at: date | None) -> pl.DataFrame:
    """Statements with `choice`: 0 is the current one of its place, and a school's own come before its predecessor's."""
    lazy = current.ordered(statements, as_at).collect()
    cell = ["place_kind", "place", "indicator", "group", "period"]
    again = lazy.sort(*cell, "step", "choice", maintain_order=True)
    return again.with_columns(choice=pl.int_range(pl.len()).over(cell))


def catalogued() -> pl.Expr:
    """The rows of indicators that the catalogue knows."""
    return pl.col("indicator").is_in(list(CATALOGUE.by_code))
