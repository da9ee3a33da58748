"""The sentences of one measure and group: each says no more than its figures, their intervals and breaks allow."""

from __future__ import annotations

from dataclasses import replace

from fingerpost.evidence.comparison.gaps import OTHERS
from fingerpost.evidence.comparison.significance import OF_SESSIONS
from fingerpost.evidence.groups import name as group_name
from fingerpost.evidence.headlines import wording
from fingerpost.evidence.headlines.model import Kind, Row, Seen, Sentence, Tone, figure, is_held
from fingerpost.evidence.headlines.sureness import SIDES, is_small, is_sure_change, sign
from fingerpost.evidence.schema import ALL

#: A gap of these pupils is nobody's business: neither is behind by being who they are held against.
_NO_GAP = ("boys", "girls")
#: By how much the number of places may change between two years whose ranks are told together (ours).
SAME_RACE = 0.05


def sentences(seen: Seen) -> tuple[Sentence, ...]:
    """All that can be said, the figure itself first; of few pupils that alone."""
    said = [level(seen)]
    if not seen.is_of_few:
        said += [each for say in (change, national, gap, rank) if (each := say(seen))]
    return tuple(said)


def tone(seen: Seen, direction: int, is_sure: bool | None) -> Tone:
    """Whether a sure direction is good, by which way of the measure is better."""
    if not is_sure or not direction:
        return Tone.PLAIN
    is_good = direction == (1 if seen.indicator.better == "high" else -1)
    return Tone.STRENGTH if is_good else Tone.CHALLENGE


def level(seen: Seen) -> Sentence:
    """The figure, of how many pupils, and what that means where they are few."""
    year, release = seen.now["period"], seen.now.get("release")
    still = f", {release}" if release == "provisional" else ""
    number = f" of {wording.pupils(seen.pupils or 0)}" if _is_of_pupils(seen) else ""
    told = wording.value(seen.indicator, seen.value)
    text = (
        f"{told}{number} in {year}{still}."
        if seen.indicator.unit == "%"
        else f"{told} in {year}{_for(seen)}{still}."
    )
    return Sentence(Kind.LEVEL, f"{text}{_few(seen)}", (figure(seen.now, seen.indicator),))


def _for(seen: Seen) -> str:
    return f", for {wording.pupils(seen.pupils or 0)}" if _is_of_pupils(seen) else ""


def _is_of_pupils(seen: Seen) -> bool:
    """Whether the figure is counted in pupils: absence overall is in sessions."""
    return bool(seen.pupils) and seen.indicator.code not in OF_SESSIONS


def _few(seen: Seen) -> str:
    worth = seen.now.get("one_pupil")
    if seen.is_of_few:
        return (
            f" One pupil is worth {wording.points(seen.indicator, worth)}."
            if worth
            else " Fewer than 11 pupils."
        )
    if seen.is_from_few:
        return (
            f" Fewer than 11 pupils were counted in {seen.before['period']}, so no change is drawn from it."
        )
    return ""


def change(seen: Seen) -> Sentence | None:
    """The change on the year before, or that there can be none."""
    refused = seen.now.get("change_because")
    if refused:
        is_break = refused.startswith("not comparable")
        own = (figure(seen.now, seen.indicator),)
        return Sentence(Kind.CHANGE, f"{refused[0].upper()}{refused[1:]}.", own) if is_break else None
    if not is_held(seen.before) or seen.is_from_few or seen.now.get("change") is None:
        return None
    difference = seen.now["change"]
    sure = is_sure_change(seen.now, seen.before, difference)
    figures = (figure(seen.now, seen.indicator), figure(seen.before, seen.indicator))
    told = _points(seen, difference) | {
        "year": seen.before["period"],
        "before": wording.value(seen.indicator, seen.before["value"]),
        "england": _england_changed(seen),
    }
    return _sentence(seen, Kind.CHANGE, difference, sure, told, figures)


def _points(seen: Seen, difference: float) -> dict[str, str]:
    points = wording.points(seen.indicator, difference)
    return {"points": points, "Points": points}


def _sentence(
    seen: Seen, kind: Kind, difference: float, sure: bool | None, told: dict[str, str], figures: tuple
) -> Sentence:
    """The sentence of a difference from the table of words; a small one is called the same."""
    direction = sign(difference)
    if not direction or (not sure and is_small(difference, seen.indicator.unit)):
        return Sentence(kind, wording.ABOUT[kind].format(**told), figures)
    return Sentence(
        kind,
        wording.WORDS[kind, direction, sure].format(**told),
        figures,
        direction,
        bool(sure),
        tone(seen, direction, sure),
        seen.stands_for(difference),
    )


def _england_changed(seen: Seen) -> str:
    if not is_held(seen.england) or not is_held(seen.england_before) or seen.england.get("change") is None:
        return ""
    difference = seen.england["change"]
    side = 0 if is_small(difference, seen.indicator.unit) else sign(difference)
    return wording.ENGLAND[side].format(points=wording.points(seen.indicator, difference))


def national(seen: Seen) -> Sentence | None:
    """Against the same pupils in England: by the published method, or why it cannot be said how sure."""
    if not is_held(seen.england):
        return None
    difference = seen.value - seen.england["value"]
    side = SIDES.get(seen.now.get("significance") or "")
    figures = (figure(seen.now, seen.indicator), figure(seen.england, seen.indicator))
    told = _points(seen, difference) | {
        "england": wording.value(seen.indicator, seen.england["value"]),
        "because": seen.now.get("significance_because") or "nothing is known of its spread",
        "number": wording.pupils(seen.pupils) if seen.pupils else "the figures",
        "pupils": _as_pupils(seen, difference),
    }
    # Progress is held against 0 by construction; where England's own figure lies beyond, the two must not disagree.
    if side == 0 or (side is not None and side != sign(difference)):
        return Sentence(Kind.NATIONAL, wording.SAME[Kind.NATIONAL].format(**told), figures)
    return _sentence(seen, Kind.NATIONAL, difference, True if side else None, told, figures)


def _as_pupils(seen: Seen, difference: float) -> str:
    if seen.indicator.unit != "%" or not seen.pupils:
        return ""
    number = round(abs(difference) * seen.pupils / 100)
    return f": {wording.pupils(number)}" if number else ""


def gap(seen: Seen) -> Sentence | None:
    """Against England's other pupils, as the official gap has it; that it is there is no news, that it moved is."""
    others = OTHERS.get(seen.group)
    if not others or seen.group in _NO_GAP or not is_held(seen.england_others):
        return None
    difference = seen.value - seen.england_others["value"]
    figures = (figure(seen.now, seen.indicator), figure(seen.england_others, seen.indicator))
    moved = _gap_moved(seen, difference)
    told = _points(seen, difference) | {
        "others": _lowered(group_name(others)),
        "england": wording.value(seen.indicator, seen.england_others["value"]),
        "gap": _gap_in_words(seen, moved),
        "number": wording.pupils(seen.pupils) if seen.pupils else "the figures",
    }
    if _beyond(seen.now, seen.england_others["value"]) is False:
        return Sentence(Kind.GAP, wording.SAME[Kind.GAP].format(**told), figures)
    said = _sentence(seen, Kind.GAP, difference, moved is not None, told, figures)
    # A gap on the good side that grew is no challenge.
    side = sign(difference) * sign(moved or 0)
    return replace(said, tone=tone(seen, side, said.is_sure), pupils=seen.stands_for(moved or 0))


def _lowered(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}"


def _beyond(now: Row, other: float) -> bool | None:
    low, high = now.get("lower"), now.get("upper")
    return None if low is None or high is None else low > other or high < other


def _gap_moved(seen: Seen, difference: float) -> float | None:
    """By how much the gap grew, where both years lie on one side and the change is more than chance; else nothing."""
    is_known = is_held(seen.before) and is_held(seen.england_others_before) and not seen.is_from_few
    if seen.now.get("change_because") or not is_known:
        return None
    earlier = seen.before["value"] - seen.england_others_before["value"]
    moved = abs(difference) - abs(earlier)
    if sign(earlier) != sign(difference) or is_small(moved, seen.indicator.unit):
        return None
    return moved if is_sure_change(seen.now, seen.before, difference - earlier) else None


def _gap_in_words(seen: Seen, moved: float | None) -> str:
    if moved is None:
        return ""
    points = wording.points(seen.indicator, moved)
    return wording.GAPS[sign(moved)].format(points=points, year=seen.before["period"])


def rank(seen: Seen) -> Sentence | None:
    """The place among others, which of them chance leaves possible, and the place of the year before."""
    place, of = seen.now.get("rank"), seen.now.get("of")
    if place is None or not of or of < 2 or seen.group != ALL:
        return None
    told = {"rank": f"{wording.place(place)} of {of:,} {_others(seen.now)}{_possible(seen.now)}"}
    figures: tuple = (figure(seen.now, seen.indicator),)
    was, were = (
        seen.before.get(name) if is_held(seen.before) and not seen.is_from_few else None
        for name in ("rank", "of")
    )
    # A rank of each year's own stands across a break too; among far fewer or far more it would not be the same race.
    if was is None or not were or abs(were - of) > SAME_RACE * of:
        return Sentence(Kind.RANK, f"{told['rank']}.", figures)
    told |= {"year": seen.before["period"], "before": f"{wording.place(was)} of {were:,}"}
    better, figures = was - place, (*figures, figure(seen.before, seen.indicator))
    if not better:
        return Sentence(Kind.RANK, wording.ABOUT[Kind.RANK].format(**told), figures)
    sure = _apart(seen.now, seen.before)
    words = wording.WORDS[Kind.RANK, sign(better), sure].format(**told)
    is_good = Tone.STRENGTH if better > 0 else Tone.CHALLENGE
    return Sentence(Kind.RANK, words, figures, sign(better), sure, is_good if sure else Tone.PLAIN)


def _possible(row: Row) -> str:
    low, high = row.get("rank_low"), row.get("rank_high")
    if low is None or high is None or low == high:
        return ""
    return f" (chance leaves {wording.place(low)} to {wording.place(high)} possible)"


def _others(row: Row) -> str:
    if row["place_kind"] == "authority":
        return "authorities"
    return f"{row.get('among') or ''} schools of the authority".lstrip()


def _apart(now: Row, before: Row) -> bool:
    """Whether the places that chance leaves possible in the two years do not meet."""
    ends = [row.get(name) for row in (now, before) for name in ("rank_low", "rank_high")]
    if any(end is None for end in ends):
        return False
    low, high, low_before, high_before = (int(end) for end in ends if end is not None)
    return high < low_before or low > high_before
