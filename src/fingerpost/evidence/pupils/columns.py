"""What the columns of a file are: by name, then by what stands in them. Who identifies a pupil is never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from fingerpost.evidence.pupils import characteristics, stages, upn
from fingerpost.evidence.pupils.scales import EVERY_WORD, Impossible

#: Columns that say who and where; the first two become keyed hashes, the birthday its month.
UPN, SUPPLIER, BIRTHDAY = "upn", "supplier_id", "birthday"
URN, LAESTAB, ESTAB, AUTHORITY = "urn", "laestab", "estab", "la"
YEAR = "year"
IGNORED = ""

WHO: dict[str, tuple[str, str]] = {
    UPN: (
        "Unique pupil number (hashed at once)",
        "upn uniquepupilnumber pupilupn upnnumber candidateupn pupiluniquepupilnumber",
    ),
    SUPPLIER: (
        "The school's own number for the pupil (hashed at once)",
        "studentid pupilid supplierid uln uniquelearnernumber admissionnumber admno candidatenumber pupilnumber "
        "applicationreference misid learnerid pupilref pupilreference pupilmatchingrefanonymous",
    ),
    BIRTHDAY: ("Date of birth (only the month is kept)", "dob dateofbirth birthdate birthday pupildob"),
}
WHERE: dict[str, tuple[str, str]] = {
    URN: (
        "School: URN, or a code that you explain",
        "urn schoolurn establishmenturn urnac schoolid schoolcode",
    ),
    LAESTAB: (
        "School: DfE number (LAESTAB)",
        "laestab dfenumber dfeno dfe dfesnumber laestabnumber schooldfenumber schoollaestab dfes",
    ),
    ESTAB: ("School: establishment number", "estab establishmentnumber establishmentno schoolnumber estabno"),
    AUTHORITY: ("School: authority code", "la lea lacode leacode lanumber localauthoritycode"),
    YEAR: ("School year", "academicyear acadyr year schoolyear acyear cohortyear testyear"),
}

#: A column whose name has one of these is never read, whatever it holds.
_PERSONAL = re.compile(
    r"name|surname|forename|initial|address|street|town|county|postcode|postal|email|mail|phone|mobile(no|num)|tel(no|ephone)"
    r"|contact|parent|carer|guardian|teacher|tutor|class(id|name)?$|house(no|num)|photo|religion|nhs|passport|siblings?|emergency"
    r"|medical|comment|note|uprn|easting|northing|paon|saon|locality"
)
_NOT_PERSONAL = re.compile(r"^(schoolname|establishmentname|estabname|laname|authorityname|subjectname)$")
_SHAPES = re.compile(r"@|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b|\d{1,4}[/-]\d{1,2}[/-]\d{2,4}", re.IGNORECASE)
_NUMBER = re.compile(r"^-?\d{1,6}(\.\d+)?%?$")


def plain(name: str) -> str:
    """A column's name as compared: small letters and figures."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@dataclass(frozen=True)
class Personal:
    """Why a column is left out unread."""

    why: str


def personal(name: str, cells: Sequence[str]) -> Personal | None:
    """Whether a column may identify a pupil: by its name, or by cells that look like addresses or days."""
    word = plain(name)
    if _PERSONAL.search(word) and not _NOT_PERSONAL.match(word):
        return Personal("it holds names, addresses or the like, by its name")
    filled = [cell for cell in cells if cell]
    if sum(bool(_SHAPES.search(cell)) for cell in filled) * 10 > len(filled):
        return Personal("its cells look like addresses or days")
    return None


def is_free_text(cells: Sequence[str]) -> bool:
    """Whether an unknown column's cells could be anything: neither numbers nor known words, and many of them differ."""
    filled = [cell for cell in cells if cell]
    strange = [c for c in filled if not _NUMBER.match(c) and c.upper() not in EVERY_WORD]
    if not strange:
        return False
    kinds = set(strange)
    return len(kinds) * 5 > len(strange) or len(kinds) > 40 or any(" " in k or len(k) > 12 for k in kinds)


def looks_like_upns(cells: Sequence[str]) -> bool:
    """Whether a column holds UPNs, whatever it is called."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(bool(upn.FORM.match(upn.compact(c))) for c in filled) * 2 > len(filled)


@cache
def names_of(stage: str) -> Mapping[str, tuple[str, ...]]:
    """Plain name -> the targets that it may stand for, the likeliest first."""
    found: dict[str, list[str]] = {}
    listed: list[tuple[str, Iterable[str]]] = [
        (code, names.split()) for code, (_, names) in (WHO | WHERE).items()
    ]
    listed += [(code, (*result.names, plain(code))) for code, result in stages.may_hold(stage).items()]
    listed += [(c.code, (*c.names, plain(c.code))) for c in characteristics.CHARACTERISTICS]
    for code, names in listed:
        for name in names:
            found.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


#: What stands before a column's name: the stage itself, which is taken off first, and words that say nothing.
_OF_STAGE = {
    "eyfs": ("eyfsp", "eyfs", "fsp"),
    "phonics": ("phonics", "ks1"),
    "ks1": ("ks1",),
    "mtc": ("mtc", "ks2"),
    "ks2": ("ks2",),
    "ks4": ("ks4",),
    "ks5": ("ks5",),
}
_BEFORE = ("pupil", "spr", "aut", "sum", "npd")
_AFTER = re.compile(r"(spr|aut|sum|census)?\d{0,4}$")


def candidates(name: str, stage: str) -> tuple[str, ...]:
    """The targets that a column's name may stand for: without the stage before it, as it is, without the census."""
    known, word = names_of(stage), plain(name)
    own = [word.removeprefix(b) for b in _OF_STAGE.get(stage, ()) if word.startswith(b)]
    bare = [word.removeprefix(b) for b in _BEFORE if word.startswith(b)]
    tried = [*own, word, *bare, _AFTER.sub("", word)]
    return next((known[w] for w in tried if w in known), ())


def fits(target: str, cells: Iterable[str], stage: str) -> bool:
    """Whether nearly every cell can be read as the target (of a characteristic: half of them)."""
    filled = [cell for cell in cells if cell][:500]
    if not filled or target in WHO or target in WHERE:
        return True
    wrong = sum(not _readable(target, cell, stage) for cell in filled)
    # Words for a characteristic differ from place to place, and the officer is asked for those; marks do not.
    return wrong * (2 if target in characteristics.BY_CODE else 5) <= len(filled)


def _readable(target: str, cell: str, stage: str) -> bool:
    if target in characteristics.BY_CODE:
        return characteristics.BY_CODE[target].meaning(cell, {})[1]
    try:
        stages.may_hold(stage)[target].scale.read(cell)
    except Impossible:
        return False
    return True


def is_known(target: str, cell: str, stage: str) -> bool:
    """Whether a cell is a word or number of the target, and so nothing that could tell of a pupil."""
    if target in WHO or target in WHERE:
        return False
    return _readable(target, cell, stage)


def title(target: str, stage: str) -> str:
    """What a column becomes, in words."""
    if target in WHO or target in WHERE:
        return (WHO | WHERE)[target][0]
    if target in characteristics.BY_CODE:
        return characteristics.BY_CODE[target].title
    result = stages.may_hold(stage).get(target)
    return result.title if result else "Not used"


def targets(stage: str) -> list[tuple[str, str]]:
    """Everything that a column which identifies nobody may become, with its words, in the order of a form."""
    listed = [*WHERE, *stages.may_hold(stage), *characteristics.BY_CODE]
    return [(target, title(target, stage)) for target in listed]
