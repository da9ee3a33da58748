"""Counts the pupils of a stage and year into facts, one snapshot for each day on which something became known.

A question as at October sees what was known in October: each snapshot holds the figures as they stood from its day on.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

import polars as pl

from fingerpost.archive import pupil_standing, store
from fingerpost.archive.models import PupilFile, Snapshot
from fingerpost.archive.queries import editions, ratings
from fingerpost.core.actions import audit
from fingerpost.evidence.cube import packed
from fingerpost.evidence.cube.definition import PupilGroup, define
from fingerpost.evidence.cube.facts import facts_of
from fingerpost.evidence.pupils.results import CHARACTERISTICS
from fingerpost.evidence.pupils.schema import Stage
from fingerpost.evidence.pupils.stages import TITLES
from fingerpost.evidence.schema import FROM_PUPILS, PlaceKind

_PLACES = (
    PlaceKind.SCHOOL,
    PlaceKind.DISTRICT,
    PlaceKind.AUTHORITY,
    PlaceKind.HOME_WARD,
    PlaceKind.HOME_DISTRICT,
    PlaceKind.HOME_AUTHORITY,
)
COUNTED_ANEW = "Counted again from pupils."


def layout_of(stage: str) -> str:
    """The name of the layout that facts of a stage have."""
    return f"pupils-{stage}"


def count(authority: str, stage: str, year: int, *, by: Any, at: datetime) -> list[Snapshot]:
    """Bring the facts of one stage and year to what the files say now; characteristics change every stage's.

    Called inside an action, which holds the store and the transaction.
    """
    stages = [s.value for s in Stage] if stage == CHARACTERISTICS else [stage]
    made = []
    for one in stages:
        made += _count(authority, one, year, by, at)
    return made


def count_filled(authority: str, stage: str, year: int, *, by: Any, at: datetime) -> list[Snapshot]:
    """Count every stage of a year again when its characteristics went; nothing else rests on a stage that went."""
    return count(authority, stage, year, by=by, at=at) if stage == CHARACTERISTICS else []


def _count(authority: str, stage: str, year: int, by: Any, at: datetime) -> list[Snapshot]:
    files = pupil_standing.live(authority, stage, year)
    beside = pupil_standing.live(authority, CHARACTERISTICS, year)
    moves = pupil_standing.corrections(authority, stage, year)
    days = sorted({f.known_on for f in files})
    later = {x.known_on for x in (*beside, *moves) if days and x.known_on > days[0]}
    own = own_groups(authority)
    wanted = [
        _Wanted(authority, stage, year, day, files, beside, moves, own) for day in sorted({*days, *later})
    ]
    _let_go(authority, stage, year, {w.identity for w in wanted}, by, at)
    return [w.made(by, at) for w in wanted]


def own_groups(authority: str) -> tuple[PupilGroup, ...]:
    """The groups that the authority's edition adds to everybody's."""
    edition = editions.edition_of(authority)
    return edition.groups if edition else ()


class _Wanted:
    """The figures of a stage and year as they stood from one day on."""

    def __init__(self, authority: str, stage: str, year: int, day: date, files, beside, moves, own) -> None:
        self.authority, self.stage, self.year, self.day, self.own = authority, stage, year, day, own
        self.files: list[PupilFile] = [f for f in files if f.known_on <= day]
        self.release = max((f.release for f in self.files), key=pupil_standing.RELEASES.__getitem__)
        named = [*(f.id for f in self.files), *(f.id for f in beside if f.known_on <= day)]
        named += [f"{m.pk}" for m in moves if m.known_on <= day]
        named += [f"{group.code}: {group.sql}" for group in own]
        self.key = store.key_of([authority, stage, str(year), day.isoformat(), str(store.READER), *named])
        self.identity = hashlib.sha256(self.key.encode()).hexdigest()[:16]

    def made(self, by: Any, at: datetime) -> Snapshot:
        """The snapshot, counted unless it stands already."""
        standing = Snapshot.objects.filter(pk=self.identity, withdrawn_at=None).first()
        return standing or self._counted(by, at)

    def _counted(self, by: Any, at: datetime) -> Snapshot:
        pupils = pupil_standing.standing(self.authority, self.stage, self.year, self.day, self.files)
        facts = self._facts(pupils)
        store.write(self.identity, {"facts": facts})
        snapshot, _ = Snapshot.objects.update_or_create(
            pk=self.identity, defaults=self._said(pupils, facts, by, at)
        )
        audit.record("pupils counted", by=by, about=snapshot, at=at, detail={"facts": facts.height})
        return snapshot

    def _facts(self, pupils: pl.DataFrame) -> pl.DataFrame:
        definition = define(self.stage, own=self.own, places=_PLACES)
        cube = packed.of_year(pupils, definition, self.year)
        return facts_of(cube, definition, release=self.release, known_on=self.day)

    def _said(self, pupils: pl.DataFrame, facts: pl.DataFrame, by: Any, at: datetime) -> dict:
        title = f"{TITLES[self.stage]}, counted from pupils"
        many = len(self.files)
        return {
            "name": f"{title} ({many} file{'s' if many > 1 else ''})",
            "path": f"pupils/{self.authority}/{self.year}/{self.stage}",
            "sha256": hashlib.sha256("".join(f.sha256 for f in self.files).encode()).hexdigest(),
            "hint": self.day.isoformat(),
            "reader": store.READER,
            "layout": layout_of(self.stage),
            "layout_title": title,
            "origin": FROM_PUPILS,
            "period": str(self.year),
            "time_from": "the officer who loaded the pupils",
            "size": sum(f.size for f in self.files),
            "rows": pupils.height,
            "kept": pupils.height,
            "tables": {"facts": facts.height},
            "authority_id": self.authority,
            "loaded_at": at,
            "loaded_by": by,
            "withdrawn_at": None,
            "withdrawn_by": None,
            "withdrawn_reason": "",
        }


def _let_go(authority: str, stage: str, year: int, wanted: set[str], by: Any, at: datetime) -> None:
    """Figures counted before that no longer hold: removed, or withdrawn where levels were computed from them."""
    before = Snapshot.objects.filter(authority_id=authority, layout=layout_of(stage), period=str(year))
    for snapshot in before.exclude(pk__in=wanted):
        if ratings.that_used(snapshot.id):
            Snapshot.objects.filter(pk=snapshot.pk, withdrawn_at=None).update(
                withdrawn_at=at, withdrawn_by=by, withdrawn_reason=COUNTED_ANEW
            )
        else:
            remove(snapshot)


def remove(snapshot: Snapshot) -> None:
    """Take figures counted from pupils away altogether."""
    store.remove(snapshot.id)
    snapshot.delete()


def remove_all(authority: str, stage: str, year: int) -> int:
    """Every figure that was ever counted for a stage and year, those that levels were computed from too."""
    found = Snapshot.objects.filter(authority_id=authority, layout=layout_of(stage), period=str(year))
    number = 0
    for snapshot in found:
        remove(snapshot)
        number += 1
    return number
