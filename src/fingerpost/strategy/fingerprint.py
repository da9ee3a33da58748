"""Whether two ratings would rest on the very same: a digest of everything that one reads."""

from __future__ import annotations

import hashlib
from datetime import date

import polars as pl

from fingerpost.strategy.edition import Edition
from fingerpost.strategy.evidence import FRAMES, Evidence


def fingerprint(evidence: Evidence, edition: Edition, as_at: date) -> str:
    """SHA-256 of the evidence, the edition and the day; the order of rows does not matter.

    A rating is a pure function of these: two with one fingerprint are the same rating. Of the day by which judgements
    count, the term alone matters to those that were made by it.
    """
    judged_by = evidence.judged_by or as_at
    parts = [edition.hash, as_at.isoformat(), str(edition.calendar.term(judged_by))]
    for name in FRAMES:
        frame = getattr(evidence, name)
        if name == "judgements":
            frame = frame.filter(pl.col("made_on") <= judged_by)
        parts.append(f"{name} {frame.height} {_of(frame)}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _of(frame: pl.DataFrame) -> str:
    rows = frame.hash_rows(seed=0).sort()
    return hashlib.sha256(rows.to_numpy().tobytes()).hexdigest()
