"""Pure decisions about schools: phase, type, who is state-funded, what a link means. No database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

#: Phases by which schools are counted and rated.
PHASES = ("nursery", "primary", "secondary", "all-through", "special", "pru", "16-plus", "other")
PHASE_NAMES = {
    "nursery": "Nursery",
    "primary": "Primary",
    "secondary": "Secondary",
    "all-through": "All-through",
    "special": "Special",
    "pru": "Pupil referral unit or alternative provision",
    "16-plus": "16 plus",
    "other": "Other",
}

_NOT_STATE_FUNDED = (
    "independent", "further education", "sixth form centre", "sixth form college", "higher education", "overseas",
    "welsh", "service children", "secure unit", "children's centre", "childrens centre", "online provider",
    "funded by other government", "agriculture", "tertiary", "special college", "special post 16", "art, design",
    "offshore", "miscellaneous", "british schools",
)  # fmt: skip

_PHASE_WORDS = (
    ("middle deemed primary", "primary"),
    ("middle deemed secondary", "secondary"),
    ("all-through", "all-through"),
    ("all through", "all-through"),
    ("16", "16-plus"),
    ("nursery", "nursery"),
    ("primary", "primary"),
    ("secondary", "secondary"),
    ("special", "special"),
    ("pru", "pru"),
    ("pupil referral", "pru"),
    ("alternative", "pru"),
)

#: The types that say the phase by themselves, whatever the phase column holds.
_TYPE_PHASE = (
    ("alternative provision", "pru"),
    ("pupil referral", "pru"),
    ("special", "special"),
    ("nursery", "nursery"),
    ("16-19", "16-plus"),
    ("16 to 19", "16-plus"),
    ("16 plus", "16-plus"),
)

#: The authority's own divisions, in words.
AREA_KINDS = {"area": "Area team", "cluster": "Cluster", "locality": "Locality"}

#: How a school that lists named, before they were withdrawn, is marked: it is known, and counts nowhere.
UNLISTED = "no live list names it"

#: Field by field, what an officer may put right by hand.
CORRECTABLE = {
    "name": "Name",
    "phase": "Phase",
    "type": "Type",
    "opened_on": "Opened on",
    "closed_on": "Closed on",
    "age_low": "Lowest age",
    "age_high": "Highest age",
    "roll": "Pupils on roll",
    "religious_character": "Religious character",
    "diocese": "Diocese",
    "trust_name": "Trust",
    "federation_name": "Federation",
    "district_name": "District",
    "ward_name": "Ward",
    "town": "Town",
    "postcode": "Postcode",
}

#: The whole numbers among them, and how large each can be.
_LARGEST = {"age_low": 99, "age_high": 99, "roll": 99_999}


class NotACorrection(Exception):
    """A value that cannot stand in the field it was given for."""


def phase_of(phase: str | None, type_name: str | None) -> str:
    """The phase by which a school is counted, from the words of any list."""
    kind = (type_name or "").lower()
    for word, found in _TYPE_PHASE:
        if word in kind:
            return found
    words = (phase or "").lower()
    return next((found for word, found in _PHASE_WORDS if word in words), "other")


def tidy_type(type_name: str | None) -> str | None:
    """One spelling of a type of establishment, as lists write it with and without hyphens and capitals."""
    if not type_name:
        return None
    words = re.sub(r"[\s-]+", " ", type_name).strip().lower().replace(" mainstream", "")
    if not words:
        return None
    words = {"la nursery school": "local authority nursery school", "free school": "free schools"}.get(
        words, words
    )
    return words[0].upper() + words[1:]


def is_academy(type_name: str | None) -> bool:
    """Whether a trust and not the authority runs the school: academies, free schools, UTCs, studio schools, CTCs."""
    words = (type_name or "").lower()
    return any(
        w in words for w in ("academy", "free school", "university technical", "studio", "city technology")
    )


def is_state_funded(type_name: str | None) -> bool:
    """Whether the school counts among the state-funded schools of its authority. No type: it does, as lists of
    inspections hold no others.
    """
    words = (type_name or "").lower()
    if "non maintained special" in words or "non-maintained special" in words:
        return True
    return not any(word in words for word in _NOT_STATE_FUNDED)


def opened_as(type_name: str | None, has_predecessor: bool) -> str | None:
    """How an academy began: sponsor-led, converter or new; None for a maintained school."""
    words = (type_name or "").lower()
    if not is_academy(type_name):
        return None
    if "sponsor" in words:
        return "sponsor-led"
    return "converter" if "convert" in words or has_predecessor else "new"


def parse_correction(field: str, value: str) -> Any:
    """The value as the field holds it; raises NotACorrection with a sentence."""
    text = value.strip()
    if field not in CORRECTABLE:
        raise NotACorrection(f"{field} cannot be corrected by hand.")
    if field.endswith("_on"):
        return _day(CORRECTABLE[field], text)
    if field in _LARGEST:
        if not text.isdecimal() or int(text) > _LARGEST[field]:
            raise NotACorrection(
                f"{CORRECTABLE[field]} is a whole number up to {_LARGEST[field]:,}, like 11."
            )
        return int(text)
    if field == "phase" and text not in PHASES:
        raise NotACorrection(f"Phase is one of {', '.join(PHASES)}.")
    if field in ("name", "type") and not text:
        raise NotACorrection(f"{CORRECTABLE[field]} cannot be blank.")
    return tidy_type(text) if field == "type" else text


def corrected(field: str, value: Any) -> dict[str, Any]:
    """What a corrected field says of the school, with what follows from it."""
    if field == "type":
        return {field: value, "is_academy": is_academy(value), "is_state_funded": is_state_funded(value)}
    if field == "closed_on":
        return {field: value, "closed_how": "corrected by hand" if value else ""}
    return {field: value}


def _day(label: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotACorrection(f"{label} is a day, like 2014-09-01.") from error


@dataclass(frozen=True)
class KindInPost:
    """A kind of post at a school or for a place. A single one has one holder at a time."""

    code: str
    name: str
    about: str = "school"
    is_single: bool = True
    has_term: bool = False


KINDS_IN_POST: dict[str, KindInPost] = {
    kind.code: kind
    for kind in (
        KindInPost("head", "Headteacher"),
        KindInPost("chair", "Chair of governors", has_term=True),
        KindInPost("clerk", "Clerk to governors"),
        KindInPost("governor", "Governor", is_single=False, has_term=True),
        KindInPost("trust-chief-executive", "Trust chief executive", about="trust"),
        KindInPost("diocesan-contact", "Diocesan contact", about="diocese", is_single=False),
        KindInPost("ward-member", "Ward member", about="ward", is_single=False),
    )
}
#: Who appoints a governor (School Governance (Constitution) (England) Regulations 2012, from memory; academies differ).
APPOINTING = ("Parents", "Local authority", "Staff", "Foundation", "Partnership", "Co-opted", "Trust")
#: Ours: an entry that nobody has confirmed for a year may be out of date.
STALE_AFTER = timedelta(days=365)


def stale_because(
    *, checked_on: date, term_ends_on: date | None, to_on: date | None, on: date, school_is_open: bool = True
) -> str:
    """Why an entry of somebody in post may be out of date on a day; empty when nothing says so."""
    if to_on is not None and to_on < on:
        return ""
    if not school_is_open:
        return "the school has closed"
    if term_ends_on is not None and term_ends_on < on:
        return "the term of office has ended"
    return "nobody has confirmed it for a year" if on - checked_on > STALE_AFTER else ""


_TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "rev", "revd", "father", "canon", "professor")
)


def same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's: the last words are alike, and the first where neither is an initial."""
    first, second = _words(one), _words(other)
    if not first or not second or first[-1] != second[-1]:
        return False
    begins = first[0][0] == second[0][0] if min(len(first[0]), len(second[0])) == 1 else first[0] == second[0]
    return len(first) == 1 or len(second) == 1 or begins


def _words(name: str) -> list[str]:
    words = re.findall(r"[\w'’-]+", name.lower())
    return [word for word in words if word not in _TITLES]
