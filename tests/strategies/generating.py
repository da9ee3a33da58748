"""Generated evidence: figures near and far from every line, told, suppressed or not told at all."""

from __future__ import annotations

import random
from datetime import date, timedelta

import polars as pl

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy.calendar import school_year
from fingerpost.strategy.conditions import COMPARATORS
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.evidence import FLAGS, Evidence

VALUES = {
    "%": (30, 50, 58, 60, 62, 70, 78, 79, 91, 95, 100),
    "points": (-24, -9, 0, 3, 25, 26.5, 28, 28.6, 31, 44, 50),
    "score": (-7.5, -2.0, -0.6, -0.3, 0.0, 0.4, 2.1, 100, 104),
    "pupils": (3, 5, 6, 8, 10, 11, 12, 30, 180),
    "grade": (1, 2, 3, 4),
    "per 100": (0.0, 1.0, 2.0, 6.0, 12.0),
}
PLACES = dict(zip(COMPARATORS, (60, 60, 45, 52, 68, 75, 61, 59), strict=True))
STATUSES = ("suppressed", "not available", "blank", "not supplied")


def generated(edition: Edition, as_at: date, seed: int, schools: int = 25, told: float = 0.8) -> Evidence:
    """So many invented schools, with as much of what the edition reads as is told."""
    draw = random.Random(seed)
    rows = [_school(draw, edition, 100000 + n, as_at) for n in range(schools)]
    urns = [row["urn"] for row in rows]
    facts = [fact for urn in urns for fact in _facts(draw, edition, as_at, urn, told)]
    judgements = [j for urn in urns for j in _judgements(draw, edition, as_at, urn)]
    return Evidence.of(
        schools=pl.DataFrame(rows, infer_schema_length=None),
        facts=pl.DataFrame(facts, infer_schema_length=None) if facts else None,
        comparators=pl.DataFrame(_comparators(draw, edition, as_at), infer_schema_length=None),
        judgements=pl.DataFrame(judgements, infer_schema_length=None) if judgements else None,
        flags=_flags(draw, as_at, urns),
    )


def _flags(draw: random.Random, as_at: date, urns: list[int]) -> pl.DataFrame:
    """Of every second school a few flags: early and late, some closed, some to count only later."""
    rows = []
    for urn in urns:
        for _ in range(draw.choice((0, 0, 1, 3))):
            raised = as_at - timedelta(days=draw.choice((1, 90, 364, 365, 500)))
            rows.append(
                {
                    "urn": urn,
                    "kind": draw.choice(("complaint", "complaint", "safeguarding", "finance")),
                    "severity": draw.choice(("note", "concern", "serious")),
                    "raised_on": raised,
                    "counts_on": raised + timedelta(days=draw.choice((0, 10, 600))),
                    "closed_on": draw.choice((None, None, as_at, as_at + timedelta(days=1))),
                    "in_confidence": False,
                }
            )
    return pl.DataFrame(rows, schema=FLAGS, orient="row")


def _school(draw: random.Random, edition: Edition, urn: int, as_at: date) -> dict:
    phases = [*(phase for scheme in edition.schemes for phase in scheme.phases), "16-plus"]
    return {
        "urn": urn,
        "name": f"School {urn}",
        "authority": draw.choice(("873", "001")),
        "phase": draw.choice(phases),
        "kind": "Community school",
        "opened_as": draw.choice((None, "converter", "sponsor-led")),
        "age_low": draw.choice((None, 3, 7, 11)),
        "has_sixth_form": draw.choice((None, True, False)),
        "head_since": as_at - timedelta(days=draw.choice((0, 3, 100, 300, 5000)))
        if draw.random() < 0.6
        else None,
    }


def _facts(draw: random.Random, edition: Edition, as_at: date, urn: int, told: float) -> list[dict]:
    found = []
    latest = edition.calendar.results_year(as_at)
    for indicator, group in edition.measures:
        graded = CATALOGUE.by_code[indicator].unit == "grade"
        for year in range(latest - (0 if graded else 3), latest + 1):
            if draw.random() < told:
                found.append(_fact(draw, indicator, group, year, as_at, graded) | {"urn": urn})
    return found


def _fact(draw: random.Random, indicator: str, group: str, year: int, as_at: date, graded: bool) -> dict:
    day = as_at - timedelta(days=draw.choice((20, 300, 500, 1400)))
    known = draw.random() < 0.9
    value = draw.choice(VALUES[CATALOGUE.by_code[indicator].unit]) if known else None
    interval = known and draw.random() < 0.7
    return {
        "indicator": indicator,
        "group": group,
        "period": day.isoformat() if graded else str(year),
        "year": school_year(day) if graded else year,
        "value": value,
        "text": draw.choice((None, "SM", "SWK")) if indicator == "ofsted_category" else None,
        "status": "reported" if known else draw.choice(STATUSES),
        "denominator": draw.choice((None, 4, 8, 12, 60)) if known else None,
        "lower": value - draw.choice((0.1, 3.0)) if interval else None,
        "upper": value + draw.choice((0.1, 3.0)) if interval else None,
        "inherited_from": draw.choice((None, None, 99999)),
        "file": "generated",
    }


def _comparators(draw: random.Random, edition: Edition, as_at: date) -> list[dict]:
    latest = edition.calendar.results_year(as_at)
    return [
        {
            "authority": draw.choice((None, None, "873")),
            "phase": draw.choice((None, None, "primary")),
            "indicator": indicator,
            "group": group,
            "period": str(year),
            "name": name,
            "value": _beside(draw, indicator, name),
        }
        for indicator, group, name in edition.comparators
        for year in range(latest - 3, latest + 1)
        if draw.random() < 0.9
    ]


def _beside(draw: random.Random, indicator: str, name: str) -> float:
    unit = CATALOGUE.by_code[indicator].unit
    if unit == "%":
        return PLACES[name] + draw.choice((-1, 0, 1))
    return float(draw.choice(VALUES[unit]))


def _judgements(draw: random.Random, edition: Edition, as_at: date, urn: int) -> list[dict]:
    generous = draw.random()
    return [
        {
            "urn": urn,
            "scheme": scheme.id,
            "strand": strand,
            "level": draw.choice(edition.level_ids),
            "made_on": as_at - timedelta(days=draw.choice((-5, 3, 200, 380, 600))),
            "by": "Primary adviser",
            "reason": "Generated.",
        }
        for scheme in edition.schemes
        for strand in [
            *(s.id for s in scheme.strands),
            *(f.id for f in scheme.floors if draw.random() < 0.05),
        ]
        if draw.random() < generous
    ]
