"""Ofsted's monthly lists of state-funded schools: of the years with one overall grade, and with report cards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fingerpost.demo import county as places
from fingerpost.demo import inspecting, pupils
from fingerpost.demo.days import CODE
from fingerpost.demo.governance import LONG_AGO
from fingerpost.demo.inspecting import CARD, GRADED, UNGRADED, Inspection
from fingerpost.demo.lives import County, Life, Spell
from fingerpost.demo.writing import Row, headings, slashed, table

NULL = "NULL"
PHASES = {
    "nursery": "Nursery", "primary": "Primary", "secondary": "Secondary", "all-through": "Secondary",
    "special": "Special", "pru": "PRU",
}  # fmt: skip
#: The grades of an old inspection and the heading of each, without what stands before it.
GRADES = {
    "quality": "quality of education", "behaviour": "behaviour and attitudes", "personal": "personal development",
    "leadership": "effectiveness of leadership and management", "early": "early years provision (where applicable)",
    "sixth": "sixth form provision (where applicable)",
}  # fmt: skip
#: The areas of a report card: the heading of the grade, and of its date.
AREAS = {
    "inclusion": ("Inclusion", "Inclusion"),
    "curriculum": ("Curriculum and teaching", "Curriculum and teaching"),
    "achievement": ("Achievement", "Achievement"),
    "attendance": ("Attendance and behaviour", "Attendance and behaviour"),
    "personal": ("Personal development and wellbeing", "Personal development and wellbeing"),
    "early": ("Early years (where applicable)", "Early years"),
    "post16": ("Post-16 provision (where applicable)", "Post-16 provision"),
    "leadership": ("Leadership and governance", "Leadership and governance"),
}


def old_list(county: County, day: date) -> bytes:
    """The list of the years 2019 to 2024 as at a day."""
    return _list(county, day, "ofsted_2019", _old_row)


def report_cards(county: County, day: date) -> bytes:
    """The list with report cards beside the last inspection of the old kind, as at a day."""
    return _list(county, day, "ofsted_2025", _card_row)


def _list(
    county: County, day: date, layout: str, make: Callable[[Life, Spell, date], dict[str, object]]
) -> bytes:
    rows: list[Row] = [
        _school(county, life, spell, day) | make(life, spell, day)
        for life, spell in sorted(county.open_on(day), key=lambda pair: pair[1].urn)
    ]
    return table(headings(layout), rows, encoding="cp1252", empty=NULL)


def _school(county: County, life: Life, spell: Spell, day: date) -> dict[str, object]:
    """What both lists say of a school."""
    web = f"https://reports.example/provider/21/{spell.urn}"
    return {
        "Web link": web,
        "Web Link (opens in new window)": web,
        "URN": spell.urn,
        "LAESTAB": f"{CODE}{spell.estab}",
        "School name": life.name_on(day),
        "Ofsted phase": PHASES[life.phase],
        "Type of education": spell.type,
        "School open date": NULL if spell.opened_on == LONG_AGO else slashed(spell.opened_on),
        "Admissions policy": "Non-selective" if life.phase == "secondary" else "Not applicable",
        "Sixth form": "Has a sixth form" if life.has_sixth_form else "Does not have a sixth form",
        "Designated religious character": life.character or "Does not apply",
        "Religious ethos": life.character or "Does not apply",
        "Faith grouping": {"": "Non-faith", "Roman Catholic": "Roman Catholic"}.get(
            life.character, "Church of England"
        ),
        "Ofsted region": places.REGION,
        "Region": places.REGION,
        "Local authority": county.name,
        "Parliamentary constituency": life.place.district,
        "Postcode": life.place.postcode,
        "Multi-academy trust UID": spell.trust.uid if spell.trust else NULL,
        "Multi-academy trust name": spell.trust.name if spell.trust else NULL,
        "Academy sponsor UID": spell.trust.uid if spell.trust and "sponsor" in spell.type else NULL,
        "Academy sponsor name": spell.trust.name if spell.trust and "sponsor" in spell.type else NULL,
        "The income deprivation affecting children index (IDACI) quintile": 1
        + min(4, int(life.deprivation / 0.1)),
        "Total number of pupils": pupils.roll(life, min(2026, day.year)),
        "Statutory lowest age": life.low,
        "Statutory highest age": life.high,
    }


def _old_row(life: Life, spell: Spell, day: date) -> dict[str, object]:
    full = [i for i in inspecting.known(life, day) if i.kind == GRADED]
    row: dict[str, object] = {}
    if full:
        row |= _full(full[-1], spell) | _grades(full[-1], "")
        row["Overall effectiveness"], row["Category of concern"] = full[-1].overall, full[-1].category or NULL
        row["Safeguarding is effective?"] = "Yes" if full[-1].is_safe else "No"
    if len(full) > 1:
        row |= _previous(full[-2], spell) | _grades(full[-2], "Previous ")
    since = [
        i
        for i in inspecting.known(life, day)
        if i.kind == UNGRADED and (not full or i.ended_on > full[-1].ended_on)
    ]
    return row | (_section8(since, spell) if since else {})


def _full(found: Inspection, spell: Spell) -> dict[str, object]:
    row: dict[str, object] = {
        "Inspection number of latest full inspection": found.number,
        "Inspection type": "S5 Inspection",
        "Inspection type grouping": "Schools - S5",
        "Event type grouping": "Schools - S5",
        "Inspection start date": slashed(found.started_on),
        "Inspection end date": slashed(found.ended_on),
        "Publication date": slashed(found.published_on),
    }
    return row | _at_time(found, spell, "latest full inspection")


def _at_time(found: Inspection, spell: Spell, of: str, name_of: str = "") -> dict[str, object]:
    """Under which number, name and type the school was inspected."""
    then = found.spell
    return {
        f"Does the {of.removeprefix('the ')} relate to the URN of the current school?": "Yes"
        if then is spell
        else "No",
        f"URN at time of {of}": then.urn,
        f"LAESTAB at time of {of}": f"{CODE}{then.estab}",
        f"School name at time of {name_of or of}": then.name,
        f"School type at time of {name_of or of}": then.type,
    }


def _grades(found: Inspection, prefix: str) -> dict[str, object]:
    named = {
        name: f"{prefix}{words}" if prefix else words[0].upper() + words[1:] for name, words in GRADES.items()
    }
    return {heading: found.grades.get(name, NULL) for name, heading in named.items()}


def _previous(found: Inspection, spell: Spell) -> dict[str, object]:
    return {
        "Previous full inspection number": found.number,
        "Previous inspection start date": slashed(found.started_on),
        "Previous inspection end date": slashed(found.ended_on),
        "Previous publication date": slashed(found.published_on),
        "Previous full inspection overall effectiveness": found.overall,
        "Previous category of concern": found.category or NULL,
        "Previous safeguarding is effective?": "Yes" if found.is_safe else "No",
    } | _at_time(found, spell, "previous full inspection")


def _section8(since: list[Inspection], spell: Spell) -> dict[str, object]:
    found = since[-1]
    return {
        "Latest section 8 inspection number since last full inspection": found.number,
        "Number of section 8 inspections since the last full inspection": len(since),
        "Date of latest section 8 inspection": slashed(found.ended_on),
        "Section 8 inspection publication date": slashed(found.published_on),
        "Did the latest section 8 inspection convert to a full inspection?": "No",
        "Section 8 inspection overall outcome": found.outcome,
        "Number of other section 8 inspections since last full inspection": 0,
    } | _at_time(found, spell, "the section 8 inspection", "the latest section 8 inspection")


def _card_row(life: Life, spell: Spell, day: date) -> dict[str, object]:
    card = inspecting.latest(life, day, CARD)
    old = inspecting.latest(life, day, GRADED)
    visit = inspecting.latest(life, day, UNGRADED)
    row: dict[str, object] = _card(card, spell) if card else {}
    if old:
        row |= _last_of_old(old, spell)
    if visit and (old is None or visit.ended_on > old.ended_on):
        row |= _ungraded(visit, spell)
    last = card or old
    return row | {"Most recent category of concern": last.category if last and last.category else NULL}


def _card(card: Inspection, spell: Spell) -> dict[str, object]:
    graded_on = slashed(card.ended_on)
    row: dict[str, object] = {
        "Inspection number of latest full inspection": card.number,
        "Inspection type": "S5 Inspection",
        "Inspection type grouping": "Schools - S5",
        "Event type grouping": "Schools - S5",
        "Inspection start date": slashed(card.started_on),
        "Publication date": slashed(card.published_on),
        "Category of concern": card.category or NULL,
        "Safeguarding standards": "Met" if card.is_safe else "Not met",
        "Safeguarding standards - date of grade": graded_on,
    }
    for area, (heading, dated) in AREAS.items():
        if area in card.grades:
            row |= {heading: card.grades[area], f"{dated} - date of grade": graded_on}
    return row | _at_time(card, spell, "latest full inspection")


def _last_of_old(old: Inspection, spell: Spell) -> dict[str, object]:
    of = "latest OEIF graded inspection"
    row: dict[str, object] = {
        f"Inspection number of {of}": old.number,
        f"Inspection type of {of}": "S5 Inspection",
        f"Inspection type grouping of {of}": "Schools - S5",
        f"Event type grouping of {of}": "Schools - S5",
        f"Inspection start date of {of}": slashed(old.started_on),
        f"Publication date of {of}": slashed(old.published_on),
        "Latest OEIF category of concern": old.category or NULL,
        "Latest OEIF overall effectiveness": old.overall or "Not judged",
        "Latest OEIF  safeguarding is effective?": "Yes" if old.is_safe else "No",
    }
    return row | _at_time(old, spell, of) | _grades(old, "Latest OEIF ")


def _ungraded(visit: Inspection, spell: Spell) -> dict[str, object]:
    return {
        "Latest ungraded inspection number": visit.number,
        "Date of latest ungraded inspection": slashed(visit.ended_on),
        "Ungraded inspection publication date": slashed(visit.published_on),
        "Ungraded inspection overall outcome": visit.outcome,
    } | _at_time(visit, spell, "the ungraded inspection")
