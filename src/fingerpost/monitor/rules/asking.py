"""Questions worth asking on a visit, each with what it is drawn from; no rule knows a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fingerpost.present import formats

#: A page holds so many questions.
MOST = 10
#: Ours: of these, so many at most of one kind, so that open strands crowd nothing else out.
MOST_OF_A_KIND = 4
SHORT = 150


@dataclass(frozen=True)
class Asked:
    """A question and what it is drawn from."""

    words: str
    because: str
    kind: str


@dataclass(frozen=True)
class Fall:
    """A figure that went the wrong way on the year before."""

    name: str
    period: str
    now: str
    before: str
    weight: float


def of_strands(strands: Iterable[dict], levels: Sequence[str], names: dict[str, str]) -> list[Asked]:
    """From strands that are below the best level, the worst first, and from those that are open or not known.

    What rests on flags is asked about from the flags, which say who may read them.
    """
    below = [
        s for s in strands if s["state"] == "decided" and s["level"] in levels[1:] and s.get("by") != "flags"
    ]
    below.sort(key=lambda strand: -levels.index(strand["level"]))
    unknown = [s for s in strands if s["state"] in ("open", "unknown")]
    return [_below(one, names) for one in below] + [_open(one) for one in unknown]


def _below(strand: dict, names: dict[str, str]) -> Asked:
    level = names[strand["level"]].lower()
    words = f"{strand['name']}: what is being done, and what shows that it works?"
    sentence = formats.shortened(strand.get("sentence") or "", SHORT)
    return Asked(words, f"The strand is {level}. {sentence}".strip(), "below")


def _open(strand: dict) -> Asked:
    missing = formats.shortened(strand.get("missing") or "", SHORT)
    words = f"{strand['name']}: what could we see today that would settle it?"
    because = "The strand is open." if strand["state"] == "open" else "Nothing is known of the strand."
    return Asked(words, f"{because} {missing}".strip(), "open")


def of_fragile(reasons: Sequence[str]) -> list[Asked]:
    """From a level that one pupil or one unknown would change."""
    because = formats.shortened(" ".join(["The level is fragile.", *reasons]), SHORT)
    return [
        Asked("Which pupil, or which one fact, would change the level, and is it safe?", because, "fragile")
    ]


def of_falls(falls: Iterable[Fall]) -> list[Asked]:
    """From figures that went the wrong way, the furthest first."""
    ordered = sorted(falls, key=lambda fall: -fall.weight)
    return [
        Asked(f"{fall.name}: why, did the school expect it, and who is it about?",
              f"It went from {fall.before} to {fall.now} in {fall.period}.", "fall")
        for fall in ordered
    ]  # fmt: skip


def of_promises(overdue: Iterable[tuple[str, str, str]]) -> list[Asked]:
    """From promises whose day has passed: whose, what, and how it stands in words."""
    return [
        Asked(
            f"What became of “{formats.shortened(words, 90)}”?", f"{whose} promised it; {stands}.", "promise"
        )
        for whose, words, stands in overdue
    ]


def of_flags(flags: Iterable[tuple[str, str, bool]]) -> list[Asked]:
    """From open flags that are not restricted: about what, heard from whom, and whether the school was told."""
    return [
        Asked(f"What does the school say about {about.lower()}?",
              f"Heard from {source}; " + ("the school was told." if told else "the school has not been told."), "flag")
        for about, source, told in flags
    ]  # fmt: skip


def chosen(*kinds: Sequence[Asked]) -> list[Asked]:
    """As many as a page holds, a few of each kind, in the order given; where one kind has few, others have more."""
    first = [one for kind in kinds for one in list(kind)[:MOST_OF_A_KIND]]
    rest = [one for kind in kinds for one in list(kind)[MOST_OF_A_KIND:]]
    return (first + rest)[:MOST]
