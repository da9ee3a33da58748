"""The strategy as a school would read it: which editions there are, which is in use, one of them in words."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import fingerpost.strategy
from fingerpost.archive.queries import editions, ratings
from fingerpost.archive.queries.ratings import InUse
from fingerpost.core.home import home
from fingerpost.core.rules import Permission, check_permission
from fingerpost.strategy import example_words, rubric
from fingerpost.strategy.edition import Edition, Scheme
from fingerpost.strategy.example_words import Shown
from fingerpost.strategy.problems import NotAnEdition
from fingerpost.strategy.rubric import Rubric

#: The earliest day that a zip can hold, so that the same edition always makes the same file.
UNDATED = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Choice:
    """An edition there is: its code, its name, and what keeps it from being read, if anything does."""

    code: str
    name: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Opened:
    """The edition that is looked at, all that there are, and which of them the latest levels rest on."""

    edition: Edition | None
    choices: tuple[Choice, ...]
    chosen: Choice | None
    in_use: InUse | None

    @property
    def is_in_use(self) -> bool:
        """Whether the latest levels rest on this edition."""
        return bool(self.edition and self.in_use and self.in_use.edition == self.edition.code)

    @property
    def is_changed(self) -> bool:
        """Whether the edition has been changed since the latest levels were computed under it."""
        return bool(self.is_in_use and self.edition and self.in_use and self.in_use.hash != self.edition.hash)


def opened(user: Any, authority: str, code: str = "") -> Opened:
    """An edition by its code; without one the edition in use, else the authority's own, else the first."""
    check_permission(user, Permission.STRATEGY_SEE, authority=authority)
    choices = tuple(_choice(one) for one in editions.codes())
    in_use = ratings.edition_in_use(user, authority)
    wanted = code or (in_use.edition if in_use else "") or _own(choices, authority)
    chosen = next((choice for choice in choices if choice.code == wanted), None)
    if chosen is None and not code and choices:
        chosen = choices[0]
    edition = editions.edition(chosen.code) if chosen and not chosen.problems else None
    return Opened(edition, choices, chosen, in_use)


def _choice(code: str) -> Choice:
    try:
        return Choice(code, editions.edition(code).name)
    except NotAnEdition as refused:
        return Choice(code, code, tuple(map(str, refused.problems)))


def _own(choices: tuple[Choice, ...], authority: str) -> str:
    mine = [c.code for c in choices if not c.problems and editions.edition(c.code).authority == authority]
    return mine[-1] if mine else ""


def scheme_of(edition: Edition, code: str) -> Scheme | None:
    """A scheme of an edition by its id."""
    return next((scheme for scheme in edition.schemes if scheme.id == code), None)


@dataclass(frozen=True)
class _Key:
    """An edition and a scheme, the same as long as its files are."""

    edition: Edition
    scheme: str

    def __hash__(self) -> int:
        return hash((self.edition.hash, self.scheme))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and (self.edition.hash, self.scheme) == (
            other.edition.hash,
            other.scheme,
        )


def rubric_of(edition: Edition, scheme: Scheme) -> Rubric:
    """A scheme as a rubric, kept in memory for as long as the edition stands."""
    return _rubric(_Key(edition, scheme.id))


@lru_cache(maxsize=64)
def _rubric(key: _Key) -> Rubric:
    return rubric.rubric(key.edition, key.edition.scheme(key.scheme))


def examples_of(edition: Edition, scheme: Scheme) -> dict[str, list[Shown]]:
    """The worked examples of a scheme by strand, with what each comes to: run once for an edition and an engine."""
    return _examples(_Key(edition, scheme.id))


@lru_cache(maxsize=64)
def _examples(key: _Key) -> dict[str, list[Shown]]:
    kept = home() / "cache" / f"examples-{key.edition.hash[:20]}-{_engine()[:20]}-{key.scheme}.json"
    if kept.is_file():
        rows = json.loads(kept.read_text(encoding="utf-8"))
        return {strand: [_read(row) for row in found] for strand, found in rows.items()}
    found = example_words.shown_for(key.edition, key.scheme)
    _keep(kept, {strand: [asdict(shown) for shown in rows] for strand, rows in found.items()})
    return found


def _read(row: dict) -> Shown:
    return Shown(**(row | {"given": tuple(row["given"])}))


@cache
def _engine() -> str:
    """A digest of the code that decides, so that no result of another engine is shown."""
    folder = Path(fingerpost.strategy.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _keep(path: Path, rows: dict) -> None:
    """Written beside and then put in place, so that nobody reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    working = path.with_suffix(".working")
    working.write_text(json.dumps(rows), encoding="utf-8")
    working.replace(path)


def zipped(edition: Edition) -> bytes:
    """The folder of an edition as a zip: the same edition always makes the same file."""
    folder, out = Path(edition.path), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")):
            info = zipfile.ZipInfo(f"{edition.code}/{file.relative_to(folder).as_posix()}", UNDATED)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, file.read_bytes())
    return out.getvalue()
