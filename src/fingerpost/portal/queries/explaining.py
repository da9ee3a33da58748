"""The scheme in plain words: what it looks at, who decides what, an example, and the school's own way through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor.queries import strategy, told
from fingerpost.monitor.queries.told import Scale, Why
from fingerpost.portal import rules
from fingerpost.portal.rules import Looked
from fingerpost.strategy import votes
from fingerpost.strategy.edition import Edition, Scheme
from fingerpost.strategy.example_words import Shown
from fingerpost.strategy.rubric import Rubric
from fingerpost.strategy.votes import Votes


@dataclass(frozen=True)
class Explained:
    """One scheme to be explained: what it looks at, an invented example, and the walk of a school that was told."""

    scheme: Scheme
    rubric: Rubric
    looked: Looked
    example: list[Shown]
    example_name: str
    invented: Votes
    walk: Why | None


@dataclass(frozen=True)
class Explanation:
    """The edition and the schemes that concern a school, or the first where none is asked about."""

    edition: Edition
    scale: Scale
    schemes: list[Explained]
    second_look_days: int


def in_general(user: Any, authority: str) -> Explanation | None:
    """The edition's own schemes, with invented examples; None where no edition can be read."""
    edition = strategy.opened(user, authority).edition
    if edition is None:
        return None
    mine = [scheme for scheme in edition.schemes if not scheme.beside] or list(edition.schemes)
    return _explanation(edition, [(scheme, None) for scheme in mine[:1]])


def of_school(user: Any, authority: str, urn: int, school: Any) -> Explanation | None:
    """The schemes that concern a school, with its own walk through each that it was told a level of."""
    walks = _walks(user, authority, urn)
    edition = strategy.opened(user, authority).edition
    if walks:
        return _explanation(walks[0].edition or edition, [(walk.scheme, walk) for walk in walks])
    if edition is None:
        return None
    mine = [scheme for scheme in edition.schemes if rules.is_for(scheme, school)]
    return _explanation(edition, [(scheme, None) for scheme in mine])


def _walks(user: Any, authority: str, urn: int) -> list[Why]:
    """Why the school has each level that it was told, where the edition still stands as it was."""
    if not has_permission(user, Permission.RATING_SEE, authority=authority, urn=urn):
        return []
    standing = told.latest(told.told(user, authority, urn))
    found = [told.why(user, authority, urn, one.row.pk) for one in standing]
    return [why for why in found if why and why.scheme and why.votes]


def _explanation(
    edition: Edition | None, schemes: list[tuple[Scheme | None, Why | None]]
) -> Explanation | None:
    if edition is None:
        return None
    explained = [_explained(edition, scheme, walk) for scheme, walk in schemes if scheme]
    return Explanation(edition, told.scale_of_edition(edition), explained, edition.rhythm.second_look)


def _explained(edition: Edition, scheme: Scheme, walk: Why | None) -> Explained:
    found = strategy.rubric_of(edition, scheme)
    name, example = _example(edition, scheme) if walk is None else ("", [])
    return Explained(
        scheme=scheme,
        rubric=found,
        looked=rules.looked(found),
        example=example,
        example_name=name,
        invented=_invented(edition, scheme),
        walk=walk,
    )


def _example(edition: Edition, scheme: Scheme) -> tuple[str, list[Shown]]:
    """The worked examples of the strand that has one for most levels, best first."""
    best: tuple[str, list[Shown]] = ("", [])
    for strand, shown in strategy.examples_of(edition, scheme).items():
        first = {one.level: one for one in reversed(shown) if one.state == "decided" and one.level}
        if len(first) > len(best[1]):
            ordered = [first[level] for level in edition.level_ids if level in first]
            best = (next((s.name for s in scheme.strands if s.id == strand), strand), ordered)
    return best


def _invented(edition: Edition, scheme: Scheme) -> Votes:
    """A school that is not real: in its first family mostly the second level, elsewhere mostly the best."""
    levels, decided = edition.level_ids, {}
    first = scheme.families[0].id
    for number, strand in enumerate(s for s in scheme.strands if not s.counts_for_only):
        at = int(number % 3 != 0) if strand.family == first else int(number % 3 == 0)
        decided[strand.id] = levels[min(at, len(levels) - 1)]
    return votes.votes(scheme, levels, decided, set(decided))
