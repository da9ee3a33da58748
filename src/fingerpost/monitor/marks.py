"""Small marks for levels: shape, letter and title say what the colour says again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup, escape

NOT_ENOUGH, NO_SCHEME = "not_enough_evidence", "no_scheme"
ARROWS = {"improving": "↗", "steady": "→", "declining": "↘"}
WORDS = {NOT_ENOUGH: "Not enough evidence", NO_SCHEME: "No scheme", "": "–"}


class Scale:
    """The levels of an edition, best first, and how each is marked."""

    def __init__(self, levels: Sequence[dict]) -> None:
        self.names = {level["id"]: level["name"] for level in levels}
        self.rank = {level["id"]: number for number, level in enumerate(levels)}
        self.letters = _letters(self.names)
        self._shapes = {code: shape(number, len(levels)) for code, number in self.rank.items()}
        self._marks: dict[tuple, Markup] = {}

    def word(self, level: str | None) -> str:
        """A level in words."""
        level = level or ""
        return self.names.get(level) or WORDS.get(level) or level.replace("_", " ").capitalize()

    def mark(self, level: str | None, title: str) -> Markup:
        """The mark of a level that stands."""
        return _mark(self._shapes.get(level or "", "unknown"), self.letters.get(level or "", "?"), title)

    def level(self, level: str | None) -> Markup:
        """A mark and its word."""
        word = escape(self.word(level))
        if level not in self.rank:
            return Markup('<span class="fp-quiet">{}</span>').format(word)
        shown = _mark(self._shapes[level], self.letters[level], "", is_hidden=True)
        return Markup('<span class="fp-level">{}{}</span>').format(shown, word)

    def strand(self, strand: dict) -> Markup:
        """The mark of a strand, whatever its state."""
        key = (strand["name"], strand["state"], strand["level"], strand["best"], strand["worst"])
        if key not in self._marks:
            self._marks[key] = self._strand(*key)
        return self._marks[key]

    def _strand(
        self, name: str, state: str, level: str | None, best: str | None, worst: str | None
    ) -> Markup:
        if state == "not_applicable":
            return _mark("none", "·", f"{name}: does not apply")
        if state == "decided":
            return self.mark(level, f"{name}: {self.word(level).lower()}")
        if state == "open":
            return _mark("open", self.letters.get(best or "", "?"), f"{name}: open, {self.span(best, worst)}")
        return _mark("unknown", "?", f"{name}: not known")

    def span(self, best: str | None, worst: str | None) -> str:
        """A range in words."""
        if not best or not worst:
            return "not known"
        if best == worst:
            return self.word(best)
        return f"{self.word(best)} to {self.word(worst).lower()}"


def scale_of(levels: Sequence[dict]) -> Scale:
    """The scale of a run's levels, the same one for the same levels, so that marks are made once."""
    return _scale(tuple((level["id"], level["name"]) for level in levels))


@lru_cache(maxsize=50)
def _scale(levels: tuple[tuple[str, str], ...]) -> Scale:
    return Scale([{"id": code, "name": name} for code, name in levels])


def shape(number: int, of: int) -> str:
    """The shape of a level by its place on the scale: round is best, square with a double edge is worst."""
    if number == 0:
        return "best"
    if number == of - 1:
        return "worst"
    return "good" if of > 3 and number <= (of - 1) / 2 else "middle"


def _letters(names: dict[str, str]) -> dict[str, str]:
    """A short sign for each level, no two the same: U, T, T+, I."""
    taken: dict[str, str] = {}
    for code, name in names.items():
        sign = name[:1].upper() + ("+" if "plus" in name.lower() else "")
        if sign in taken.values():
            sign = name[:2].capitalize()
        taken[code] = sign
    return taken


@lru_cache(maxsize=2000)
def _mark(kind: str, letter: str, title: str, *, is_hidden: bool = False) -> Markup:
    if is_hidden:
        return Markup('<span class="fp-mark fp-mark--{}" aria-hidden="true">{}</span>').format(kind, letter)
    return Markup('<span class="fp-mark fp-mark--{}" role="img" title="{}">{}</span>').format(
        kind, title, letter
    )


def direction(word: str) -> Markup:
    """The direction of travel: an arrow and its word."""
    if word not in ARROWS:
        return Markup('<span class="fp-quiet">Not known</span>')
    return Markup('<span class="fp-nowrap"><span aria-hidden="true">{}</span> {}</span>').format(
        ARROWS[word], word.capitalize()
    )


def flag(text: str, title: str = "") -> Markup:
    """A short flag in a frame."""
    return Markup('<span class="fp-flag" title="{}">{}</span>').format(title, text)
