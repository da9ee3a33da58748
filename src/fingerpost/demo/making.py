"""The demonstration made ready in a home: files, authority, people, judgements, ratings. Made once, found again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from fingerpost.archive.actions import loading, rating, withdrawing
from fingerpost.archive.queries import editions, ratings, snapshots
from fingerpost.core.actions import people
from fingerpost.core.home import home
from fingerpost.demo import (
    arriving,
    contacting,
    counting,
    directory,
    disputing,
    judging,
    localities,
    meeting,
    predicting,
    promising,
    returning,
    rounding,
    visiting,
    watching,
)
from fingerpost.demo import county as places
from fingerpost.demo import people as team_of
from fingerpost.demo.days import CODE, EARLIER, EDITION, TODAY
from fingerpost.demo.files import every, pupil_tables
from fingerpost.demo.inventing import invented
from fingerpost.demo.lives import County
from fingerpost.demo.people import Team
from fingerpost.evidence.reading.load import Options
from fingerpost.monitor.queries import flags, judgements
from fingerpost.strategy.edition import Edition

#: The days beside those of its rounds on which the demonstration was rated: today.
RATED_ON = (TODAY,)
Progress = Callable[[str], None]


class NotLoaded(Exception):
    """A file of our own was refused: our mistake, and loud."""


@dataclass(frozen=True)
class Made:
    """What is there: as the command line says it."""

    authority: str
    edition: str
    as_at: date
    schools: int
    path: str
    counts: dict[str, int]
    seconds: dict[str, float]


def folder() -> Path:
    """Where the files of the demonstration lie."""
    return home() / "demo"


def make(*, edition: str = EDITION, say: Progress = lambda text: None) -> Made:
    """Bring the demonstration about, or find it, and make a link that signs its head of service in once."""
    clock = _Clock(say)
    by, at = people.operator(), timezone.now()
    county = invented()
    with clock("Writing the files of an invented county"):
        every.write(county, folder())
    authority = people.add_authority(
        code=CODE, name=county.name, ons_code=places.ONS_CODE, region_code=places.REGION_CODE,
        region_name=places.REGION, by=by, at=at,
    )  # fmt: skip
    with clock("Loading them like any other files"):
        _load(by=by, at=at)
    with clock("Counting pupils"):
        counting.load(folder=folder(), by=by, at=at)
    with clock("Appointing advisers"):
        team = team_of.appoint(county=county, authority=authority, by=by, at=at)
        localities.draw(county=county, authority=authority, by=by, at=at)
        directory.set_terms(authority=authority, by=by, at=at)
        directory.enter(county=county, authority=authority, by=by, at=at)
        arriving.arrive(county=county, authority=authority, team=team, by=by, at=at)
    strategy = editions.edition(edition)
    with clock("Recording what the advisers judged"):
        judging.record(county=county, edition=strategy, team=team)
    with clock("Hearing what services heard"):
        meeting.hear(county=county, team=team)
    with clock("Sending what schools predicted"):
        returning.send(by=team.chief)
    with clock("Disputing figures"):
        disputing.dispute(county=county, chief=team.chief)
    with clock("Visiting schools"):
        visiting.make(county=county, edition=strategy, team=team)
    with clock("Speaking with schools"):
        contacting.speak(county=county, team=team)
    with clock("Keeping promises"):
        promising.promise(county=county, team=team)
    with clock("Predicting inspections"):
        predicting.record(county=county, edition=strategy, team=team)
    with clock("Holding rounds of rating"):
        rounding.hold(edition=strategy, team=team)
    with clock("Rating every school"):
        counts = _rate(strategy, team)
        watching.watch(team=team)
    with clock("Holding area meetings and forums"):
        meeting.hold(team=team)
    path = people.sign_in_link(user=team.chief, by=by, at=timezone.now())
    return Made(CODE, strategy.code, TODAY, _schools(county), path, counts, clock.seconds)


def _schools(county: County) -> int:
    return len(county.open_on(TODAY))


def _load(*, by: Any, at: datetime) -> None:
    """Load the files: the register for all to read, as registers are, and all else as the authority's own data.

    England's rows in the other files are invented, and nobody else's comparisons may rest on them. Files of an earlier
    version of this program are withdrawn.
    """
    inside = sorted(path for path in folder().iterdir() if path.is_dir())
    registers = sorted((folder() / every.REGISTER).glob("*.csv"))
    # The earlier register first and by itself, as it was: the later one then shows what has changed since.
    earlier = [path for path in registers if f"{EARLIER:%Y%m%d}" in path.name]
    others = [path for path in inside if path.name not in (every.REGISTER, pupil_tables.FOLDER)]
    current: set[str | None] = set()
    for paths, authority in ((earlier, None), (registers, None), (others, CODE)):
        loaded = loading.load(paths=paths, options=Options(), by=by, at=at, authority=authority)
        refused = [m["text"] for file in loaded.files if file.outcome == "refused" for m in file.messages]
        if refused:
            raise NotLoaded("; ".join(refused))
        current |= {file.snapshot for file in loaded.files}
    for snapshot in snapshots.holdings(CODE).snapshots:
        if Path(snapshot.path).is_relative_to(folder()) and snapshot.id not in current:
            withdrawing.withdraw(snapshot=snapshot, reason="The demonstration was made again.", by=by, at=at)


def _rate(edition: Edition, team: Team) -> dict[str, int]:
    """A run for each day, unless the same was computed from the same files and judgements before."""
    key = snapshots.holdings(CODE).key
    kept = {run.as_at: run for run in reversed(ratings.runs(team.chief, CODE))}
    counts: dict[str, int] = {}
    for day in RATED_ON:
        found = kept.get(day)
        if found is None or found.snapshots_key != key or found.edition_hash != edition.hash:
            found = rating.run(
                authority=CODE,
                edition=edition.code,
                as_at=day,
                judgements=judgements.frame(CODE, day),
                flags=flags.frame(CODE, day),
                by=team.chief,
                at=judging.moment(day),
            )
        counts = found.counts
    return counts


class _Clock:
    """Says what is being done and keeps how long it took."""

    def __init__(self, say: Progress) -> None:
        self.say, self.seconds = say, {}  # type: ignore[var-annotated]
        self.what, self.began = "", 0.0

    def __call__(self, what: str) -> _Clock:
        self.what = what
        self.say(what)
        return self

    def __enter__(self) -> None:
        self.began = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.seconds[self.what] = round(time.perf_counter() - self.began, 2)
