"""Common Transfer Files and their family (CTF, ATF): XML, one element a pupil, results among the rest.

Read by a parser that knows no entity, no document type and no address, element by element, so that a file as large as
may be takes little memory. Names, addresses and contacts are stepped over.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import polars as pl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from fingerpost.evidence.pupils.reading import RefusedPupils
from fingerpost.evidence.pupils.results import GOALS
from fingerpost.evidence.reading.files import Table

#: Larger than any county's transfer files put together.
LARGEST = 100 * 1024 * 1024
DEEPEST = 40
_START = re.compile(rb"^(\xef\xbb\xbf)?\s*<")
_UTF16 = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
#: What is taken of a pupil, by the element's path, and the heading it gets.
_TAKEN = {
    "UPN": "UPN", "UniqueLearnerNumber": "ULN", "ApplicationReference": "Application reference", "DOB": "DOB",
    "Sex": "Sex", "Gender": "Sex", "Ethnicity": "Ethnicity", "BasicDetails/Ethnicity": "Ethnicity",
    "SchoolHistory/School/NCyearActual": "NC year",
}  # fmt: skip
_REFUSED = (
    "The file declares a document type or entities, which a transfer file never does and which can make a small file "
    "fill the memory. Nothing of it was read."
)


def is_xml(content: bytes) -> bool:
    """Whether a file is XML, and not a table."""
    start = content[:400]
    return start.startswith(_UTF16) or bool(_START.match(start) and b"<html" not in start.lower())


def table(content: bytes) -> Table:
    """One row a pupil; `row` is the pupil's place in the file. Raises RefusedPupils."""
    if len(content) > LARGEST:
        raise RefusedPupils(
            f"The transfer file is larger than {LARGEST // 1024**2} megabytes. Send it in parts."
        )
    try:
        rows = list(_rows(content))
    except DefusedXmlException:
        raise RefusedPupils(_REFUSED) from None
    except ParseError as fault:
        raise RefusedPupils(_not_well_formed(fault)) from None
    if not rows:
        raise RefusedPupils(
            "The XML file has no element called Pupil: it is no transfer file of pupils. Nothing of it was kept."
        )
    names = list(dict.fromkeys(name for row in rows for name in row))
    frame = pl.DataFrame(
        [[row.get(name) for name in names] for row in rows],
        schema=dict.fromkeys(names, pl.String),
        orient="row",
    )
    return Table("transfer file", frame.with_row_index("row", offset=1))


def _not_well_formed(fault: ParseError) -> str:
    line = fault.position[0]
    more = " It has two roots, where XML has one." if "junk after document element" in str(fault) else ""
    return (
        f"The file is not well-formed XML (line {line}).{more} Ask for it again from the system that wrote it; nothing "
        "of it was kept."
    )


def _rows(content: bytes) -> Iterator[dict[str, str | None]]:
    """Every pupil, with the school of the header; elements are let go as soon as they are read."""
    header: dict[str, str] = {}
    depth = 0
    open_elements: list[Element] = []
    inside_pupil = 0
    for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
        name = _local(element)
        if event == "start":
            depth += 1
            open_elements.append(element)
            inside_pupil += name == "Pupil"
            if depth > DEEPEST:
                raise RefusedPupils(
                    "The XML goes deeper than any transfer file does. Nothing of it was kept."
                )
            continue
        depth -= 1
        open_elements.pop()
        if name.lower() == "header":
            header = _header(element)
        if name == "Pupil":
            inside_pupil -= 1
            yield _school(header) | _pupil(element, header)
        if not inside_pupil and name.lower() != "header" and not _in_header(open_elements):
            element.clear()
            if open_elements:
                open_elements[-1].remove(element)


def _in_header(above: list[Element]) -> bool:
    return any(_local(element).lower() == "header" for element in above)


def _local(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _text(element: Element, path: str) -> str:
    """The text at a path of local names, the first there is."""
    here: list[Element] = [element]
    for name in path.split("/"):
        here = [child for one in here for child in one if _local(child) == name]
    return next(((one.text or "").strip() for one in here if (one.text or "").strip()), "")


def _header(element: Element) -> dict[str, str]:
    """The school whose pupils they are: that which sends a CTF, that which is applied to in an ATF."""
    paths = ("DateTime", "SourceSchool/LEA", "SourceSchool/Estab", "SourceSchool/URN", "DestSchool/LEA",
             "DestSchool/Estab", "DestSchool/URN", "ATFversion")  # fmt: skip
    return {path: _text(element, path) for path in paths}


def _school(header: dict[str, str]) -> dict[str, str | None]:
    end = "DestSchool" if header.get("ATFversion") else "SourceSchool"
    estab = header.get(f"{end}/LEA", "") + header.get(f"{end}/Estab", "")
    if header.get(f"{end}/URN"):
        return {"URN": header[f"{end}/URN"]}
    return {"LAESTAB": estab or None}


def _pupil(element: Element, header: dict[str, str]) -> dict[str, str | None]:
    row: dict[str, str | None] = dict.fromkeys(("UPN", "DOB", "Sex"))
    for path, heading in _TAKEN.items():
        if found := _text(element, path):
            row[heading] = found
    row["FSM"] = _fsm(element, header.get("DateTime", "")[:10])
    row["Looked after"] = {"true": "Y", "1": "Y", "false": "N", "0": "N"}.get(
        _text(element, "LookedAfter/InCare").lower()
    )
    row["SEN provision"] = _latest(element, "SENhistory/SEN", "StartDate", "SENprovision")
    row["First language"] = _language(element)
    return row | _assessments(element)


def _all(element: Element, path: str) -> list[Element]:
    here = [element]
    for name in path.split("/"):
        here = [child for one in here for child in one if _local(child) == name]
    return here


def _fsm(element: Element, today: str) -> str | None:
    """Eligible if a spell is open on the day of the file. A pupil without a history was never entered as eligible."""
    spells = _all(element, "FSMhistory/FSMinstance")
    if not spells:
        return "N" if _all(element, "FSMhistory") else None
    is_open = any(
        _iso(_text(s, "FSMstartDate")) <= today <= (_iso(_text(s, "FSMendDate")) or "9999") for s in spells
    )
    return "Y" if is_open else "N"


def _iso(day: str) -> str:
    """A day as year, month and day, of either way in which these files write it."""
    if found := re.match(r"^(\d{1,2})/(\d{1,2})/(\d{2,4})$", day):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        return f"{year}-{int(found[2]):02}-{int(found[1]):02}"
    return day[:10]


def _latest(element: Element, path: str, day: str, wanted: str) -> str | None:
    found = sorted(
        (_iso(_text(one, day)), _text(one, wanted)) for one in _all(element, path) if _text(one, wanted)
    )
    return found[-1][1] if found else None


def _language(element: Element) -> str | None:
    """The first language (type F in CTF), else the one given."""
    listed = _all(element, "Languages/Type") + _all(element, "Languages/Language")
    first = [one for one in listed if _text(one, "LanguageType") in ("F", "")]
    return next((_text(one, "Language") or (one.text or "").strip() for one in first), None) or None


def _assessments(element: Element) -> dict[str, str | None]:
    """One heading for each result, in words that the columns of tables have too; the last stated of the same counts."""
    found: dict[str, str | None] = {}
    for stage in _all(element, "StageAssessments/KeyStage"):
        for one in _all(stage, "StageAssessment"):
            heading = _heading(_text(stage, "Stage"), {name: _text(one, name) for name in _PARTS})
            found[heading] = _text(one, "Result") or None
    return found


_PARTS = ("Subject", "Method", "Component", "ResultQualifier", "Year")
_SUBJECTS = {"REA": "reading", "WRI": "writing", "MAT": "maths", "GPS": "gps", "SCI": "science", "EGP": "gps"}


def _heading(stage: str, part: dict[str, Any]) -> str:
    """The heading of a result (the codes of tests and teacher assessment are from memory)."""
    subject, component = part["Subject"].upper(), part["Component"].upper()
    if component == "MTC" or part["ResultQualifier"].upper() == "MT":
        return "MTC mark"
    if goal := re.match(r"^E(\d\d)$", component):
        return GOALS[int(goal[1]) - 1] if 1 <= int(goal[1]) <= len(GOALS) else component
    if subject == "PHO" or component == "PHO":
        return (
            "phonics mark"
            if part["ResultQualifier"].upper() in ("NM", "SC", "TM", "MK")
            else "phonics outcome"
        )
    word = _SUBJECTS.get(component) or _SUBJECTS.get(subject) or f"{subject} {component}"
    if part["Method"].upper() == "TA":
        return f"{stage} {word} TA"
    is_score = part["ResultQualifier"].upper() in ("SS", "SC")
    return f"{stage} {word} {'score' if is_score else 'test outcome'}"


def stated_year(content: bytes) -> int | None:
    """The school year that the header states, in which the results were reached."""
    found = re.search(rb"<AcademicYear>\s*(\d{4})\s*</AcademicYear>", content[:20_000])
    return int(found[1]) if found else None


def notes(table: Table) -> tuple[str, ...]:
    """What is to be said of a transfer file beside its rows."""
    if any(re.search(r"mark|outcome|score| TA$|^goal_", name) for name in table.frame.columns):
        return ()
    return ("The file holds no results: it can be loaded as characteristics, which fill files of results.",)
