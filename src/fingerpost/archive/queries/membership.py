"""Which schools a question is about, and what each belongs to: district, trust, area, cluster, locality."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import polars as pl

from fingerpost.archive.queries import places
from fingerpost.archive.queries.slices import Slice
from fingerpost.archive.queries.snapshots import Holdings
from fingerpost.register import queries as register

#: What a school may belong to within its authority; the first two are the register's, the others the authority's own.
KINDS = ("district", "trust", "area", "cluster", "locality")
#: Schools are ranked with those of their own kind, since a special school's figure says nothing of a primary's.
_APART = ("special", "pru")
_FOREVER = date(9999, 12, 31)


@dataclass(frozen=True, eq=False)
class Membership:
    """`schools`: a row each with `place` (URN as text), `name`, `among` (whom it is ranked with) and KINDS.

    `lines` lead from the URN that a fact is stated under (`stated`) to the school that answers for it now (`place`),
    with the `step` back; `spells` are the days in which each URN was the authority's; `names` are what districts, wards
    and authorities are called (kind, code, called).
    """

    schools: pl.DataFrame
    lines: pl.DataFrame
    spells: pl.DataFrame
    names: pl.DataFrame
    #: The same without areas, which stays as long as the register does: what rests on it is kept under it.
    lasting: Membership | None = None


def of_authority(authority: str, of: Slice, holding: Holdings, as_at: date | None) -> Membership:
    """Membership in an authority; areas as they are drawn on the day."""
    register_now = _register(authority, of, (holding.key, *register.stamp()))
    local = register.areas_of(authority, as_at or _FOREVER)
    rows = [(str(urn), *(names.get(kind) for kind in KINDS[2:])) for urn, names in local.items()]
    schema = dict.fromkeys(("place", *KINDS[2:]), pl.String)
    drawn = pl.DataFrame(rows, schema=schema, orient="row")
    schools = register_now.schools.join(drawn, on="place", how="left", maintain_order="left")
    return replace(register_now, schools=schools, lasting=register_now)


@lru_cache(maxsize=8)
def _register(authority: str, of: Slice, stamp: tuple) -> Membership:
    """What the register says, kept for as long as nobody corrects it and nothing is loaded."""
    found = register.ever_of(authority)
    spells = register.spells().filter(pl.col("authority") == authority)
    schools = found.select(
        pl.col("name", "district", "district_code", "trust", "trust_uid", "phase", "closed_on"),
        place=pl.col("urn").cast(pl.String),
        among=pl.when(pl.col("phase").is_in(_APART)).then(pl.lit("special")).otherwise(pl.lit("mainstream")),
    ).with_columns(pl.col("district", "trust").replace("", None))
    lines = _lines(of, found["urn"].to_list())
    return Membership(schools, lines, spells, _names(authority, schools))


def _names(authority: str, schools: pl.DataFrame) -> pl.DataFrame:
    districts = schools.select("district_code", "district").drop_nulls().unique("district_code").rows()
    rows = [("district", code, name) for code, name in districts if code]
    rows += [("ward", code, name) for code, name in register.ward_names(authority).items()]
    rows += [("authority", code, place.name) for code, place in places.authorities().items()]
    schema = dict.fromkeys(("kind", "code", "called"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row").unique(["kind", "code"], maintain_order=True)


def _lines(of: Slice, funded: list[int]) -> pl.DataFrame:
    """From each URN to the latest school of its line; a school that another took over answers for nothing itself."""
    taken = {urn for steps in of.lives.values() for urn, step in steps.items() if step}
    known = set(funded)
    rows = [
        (str(stated), str(urn), step)
        for urn, steps in sorted(of.lives.items())
        if urn not in taken and urn in known
        for stated, step in steps.items()
    ]
    return pl.DataFrame(rows, schema={"stated": pl.String, "place": pl.String, "step": pl.Int8}, orient="row")


def stood_in(facts: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """Facts of schools (`stated` is the URN) that belonged to the authority at the end of the fact's school year."""
    end = pl.date(pl.col("period").str.slice(0, 4).cast(pl.Int32, strict=False), 8, 31)
    cells = facts.select("stated", "period").unique().with_columns(urn=pl.col("stated").cast(pl.Int64))
    lay = cells.join(spells, on="urn").filter(
        (pl.col("from_on").is_null() | (pl.col("from_on") <= end))
        & (pl.col("to_on").is_null() | (pl.col("to_on") > end))
    )
    return facts.join(lay.select("stated", "period").unique(), on=["stated", "period"], how="semi")
