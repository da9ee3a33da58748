"""Rate on request: gather the evidence, rate, and say it as plain documents for pages, commands and stored runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive.queries.evidence import Scope, evidence_for, scope
from fingerpost.register import queries as register
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.evidence import Evidence
from fingerpost.strategy.explaining import read_in_words
from fingerpost.strategy.rating import Ratings, rate


@dataclass(frozen=True)
class Rated:
    """A rating with what it rested on."""

    where: Scope
    evidence: Evidence
    ratings: Ratings
    edition: Edition


def rated(
    authority: str | None,
    edition: Edition,
    as_at: date,
    *,
    judgements: pl.DataFrame | None = None,
    judged_by: date | None = None,
    flags: pl.DataFrame | None = None,
    detail: bool = True,
    figures: bool = True,
    leave_out: tuple[str, ...] = (),
) -> Rated:
    """Rate the schools of an authority (None: all England) as at a day; judgements may count until a later one."""
    where, evidence = gathered(
        authority,
        edition,
        as_at,
        judgements=judgements,
        judged_by=judged_by,
        flags=flags,
        leave_out=leave_out,
    )
    return rated_from(where, evidence, edition, detail=detail, figures=figures)


def rated_from(
    where: Scope, evidence: Evidence, edition: Edition, *, detail: bool = True, figures: bool = True
) -> Rated:
    """Rate on evidence that is gathered already."""
    ratings = rate(evidence, edition, where.as_at, detail=detail, figures=figures)
    return Rated(where, evidence, ratings, edition)


def gathered(
    authority: str | None,
    edition: Edition,
    as_at: date,
    *,
    judgements: pl.DataFrame | None = None,
    judged_by: date | None = None,
    flags: pl.DataFrame | None = None,
    leave_out: tuple[str, ...] = (),
) -> tuple[Scope, Evidence]:
    """What a rating would read, and from where."""
    where = scope(authority, as_at, leave_out=leave_out)
    evidence = evidence_for(where, edition, judgements, flags)
    heads = register.heads_since(authority, judged_by or as_at)
    schools = evidence.schools.drop("head_since").join(heads, on="urn", how="left", maintain_order="left")
    return where, replace(evidence, schools=schools, judged_by=judged_by)


def main_schemes(edition: Edition) -> list[str]:
    """The schemes that give a school its level; those beside it (early years) give a level of their own."""
    return [scheme.id for scheme in edition.schemes if not scheme.beside]


def counts(documents: list[dict], edition: Edition) -> dict[str, int]:
    """How many schools have each level, every level named even when none has it."""
    words = [*edition.level_ids, "not_enough_evidence", "no_scheme"]
    return {word: sum(1 for row in documents if row["level"] == word) for word in words}


def decided_by_strand(result: Rated) -> list[dict]:
    """For each strand of each scheme how many schools it was decided for, of those it applies to."""
    frame = result.ratings.strands.group_by("scheme", "strand", "name", maintain_order=True).agg(
        schools=(pl.col("state") != "not_applicable").sum(),
        decided=(pl.col("state") == "decided").sum(),
        open=(pl.col("state") == "open").sum(),
    )
    return frame.to_dicts()


def documents(result: Rated) -> list[dict]:
    """One document a school: the main scheme's rating, with `eyfs` beside it and other main schemes in `also`."""
    strands, uses = _nested(result)
    beside = {scheme.id for scheme in result.edition.schemes if scheme.beside}
    by_school: dict[int, list[dict]] = {}
    for row in result.ratings.schools.iter_rows(named=True):
        by_school.setdefault(row["urn"], []).append(_document(row, strands, uses))
    found = []
    for rows in by_school.values():
        main = [row for row in rows if row["scheme"] not in beside]
        first = main[0] if main else rows[0]
        first["also"] = main[1:]
        first |= {row["scheme"]: row for row in rows if row["scheme"] in beside}
        first.setdefault("eyfs", None)
        found.append(first)
    return sorted(found, key=lambda d: (d["name"], d["urn"]))


def _document(row: dict, strands: dict, uses: dict) -> dict:
    key = (row["urn"], row["scheme"])
    document = {
        "urn": row["urn"],
        "name": row["name"],
        "scheme": row["scheme"],
        "level": row["level"],
        "indicative": row["indicative"],
        "range": [row["best"], row["worst"]],
        "floor": row["floor"],
        "fragile": row["fragile"],
        "fragile_because": row["fragile_because"],
        "applicable": row["applicable"],
        "assessed": row["assessed"],
        "because": row["because"],
    }
    if strands:
        document["strands"] = {
            strand["strand"]: _strand(strand, uses.get((*key, strand["strand"]), []))
            for strand in strands.get(key, [])
        }
    return document


def _nested(result: Rated) -> tuple[dict, dict]:
    strands: dict[tuple, list[dict]] = {}
    for row in result.ratings.strands.iter_rows(named=True):
        strands.setdefault((row["urn"], row["scheme"]), []).append(row)
    uses: dict[tuple, list[dict]] = {}
    for row in result.ratings.uses.iter_rows(named=True):
        uses.setdefault((row["urn"], row["scheme"], row["strand"]), []).append(row)
    return strands, uses


_OF_STRAND = (
    "level",
    "best",
    "worst",
    "state",
    "by",
    "made_on",
    "reason",
    "sentence",
    "page",
    "missing",
    "name",
    "family",
)


def _strand(strand: dict, uses: list[dict]) -> dict:
    return {name: strand[name] for name in _OF_STRAND} | {"facts": [_fact(use) for use in uses]}


def _fact(use: dict) -> dict[str, Any]:
    comparator = None
    if use["comparator"]:
        comparator = {"name": use["comparator"], "value": use["comparator_value"]}
    kept = (
        "indicator", "group", "period", "value", "text", "status", "denominator", "asked", "known_on", "file", "row",
        "column", "snapshot", "inherited_from", "result", "left_out", "figure", "pupils",
    )  # fmt: skip
    read = read_in_words(use)
    return {name: use[name] for name in kept} | {"cell": use["level"], "comparator": comparator, "read": read}
