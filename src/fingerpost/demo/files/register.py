"""The register as the department publishes it: schools, links between numbers, groups and who is in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fingerpost.demo import county as places
from fingerpost.demo import inspecting, pupils
from fingerpost.demo.days import CODE, chance
from fingerpost.demo.files.schools import street, telephone, website
from fingerpost.demo.governance import LONG_AGO
from fingerpost.demo.lives import County, Group, Life, Spell
from fingerpost.demo.writing import dashed, headings, slashed, table

#: The department's code for each type, and the code and name of its group.
TYPES = {
    "Community school": ("01", "4", "Local authority maintained schools"),
    "Voluntary aided school": ("02", "4", "Local authority maintained schools"),
    "Voluntary controlled school": ("03", "4", "Local authority maintained schools"),
    "Foundation school": ("05", "4", "Local authority maintained schools"),
    "Community special school": ("07", "5", "Special schools"),
    "Pupil referral unit": ("14", "4", "Local authority maintained schools"),
    "Local authority nursery school": ("15", "4", "Local authority maintained schools"),
    "Academy sponsor led": ("28", "10", "Academies"),
    "Academy special sponsor led": ("33", "10", "Academies"),
    "Academy converter": ("34", "10", "Academies"),
    "Free schools": ("35", "11", "Free Schools"),
    "Free schools special": ("36", "11", "Free Schools"),
    "Academy alternative provision converter": ("42", "10", "Academies"),
    "Academy special converter": ("44", "10", "Academies"),
}
PHASES = {
    "nursery": ("1", "Nursery"),
    "primary": ("2", "Primary"),
    "secondary": ("4", "Secondary"),
    "all-through": ("7", "All-through"),
}
RELIGION = {
    "": ("0", "Does not apply"),
    "Church of England": ("2", "Church of England"),
    "Roman Catholic": ("3", "Roman Catholic"),
}
GROUP_CODES = {"Multi-academy trust": "06", "Federation": "01"}


def schools(county: County, day: date) -> bytes:
    """The whole register of the authority on a day: open schools and those that have closed."""
    rows = [
        _row(county, life, spell, day)
        for life in county.lives
        for spell in life.spells
        if spell.opened_on <= day
    ]
    rows.sort(key=lambda row: str(row["URN"]))
    return table(headings("register"), rows, encoding="cp1252")


def _row(county: County, life: Life, spell: Spell, day: date) -> dict[str, object]:
    return (
        _identity(county, life, spell, day)
        | _nature(life, spell)
        | _people(life, spell, day)
        | _head(life, spell.is_open(day))
        | _where(county, life, spell)
    )


def _identity(county: County, life: Life, spell: Spell, day: date) -> dict[str, object]:
    code, group_code, group = TYPES[spell.type]
    is_open = spell.is_open(day)
    name = life.name_on(day) if spell is life.now else spell.name
    return {
        "URN": spell.urn,
        "LA (code)": CODE,
        "LA (name)": county.name,
        "EstablishmentNumber": f"{spell.estab:04d}",
        "EstablishmentName": name,
        "TypeOfEstablishment (code)": code,
        "TypeOfEstablishment (name)": spell.type,
        "EstablishmentTypeGroup (code)": group_code,
        "EstablishmentTypeGroup (name)": group,
        "EstablishmentStatus (code)": "1" if is_open else "2",
        "EstablishmentStatus (name)": "Open" if is_open else "Closed",
        "ReasonEstablishmentOpened (name)": spell.opened_reason,
        "OpenDate": "" if spell.opened_on == LONG_AGO else dashed(spell.opened_on),
        "ReasonEstablishmentClosed (name)": "Not applicable" if is_open else spell.closed_reason,
        "CloseDate": "" if is_open else dashed(spell.closed_on),
        "UKPRN": 19_000_000 + spell.urn % 100_000,
        "LastChangedDate": dashed(
            max(spell.opened_on, date(day.year, 3, 2) if day.month > 3 else date(day.year - 1, 9, 5))
        ),
    }


def _nature(life: Life, spell: Spell) -> dict[str, object]:
    phase_code, phase = PHASES.get(life.phase, ("0", "Not applicable"))
    religion_code, religion = RELIGION[life.character]
    diocese = places.described()["dioceses"].get(life.character, "Not applicable")
    return {
        "PhaseOfEducation (code)": phase_code,
        "PhaseOfEducation (name)": phase,
        "StatutoryLowAge": life.low,
        "StatutoryHighAge": life.high,
        "Boarders (name)": "No boarders",
        "NurseryProvision (name)": "Has Nursery Classes" if life.has_nursery else "No Nursery Classes",
        "OfficialSixthForm (code)": "1" if life.has_sixth_form else "2",
        "OfficialSixthForm (name)": "Has a sixth form"
        if life.has_sixth_form
        else "Does not have a sixth form",
        "Gender (name)": life.gender,
        "ReligiousCharacter (code)": religion_code,
        "ReligiousCharacter (name)": religion,
        "Diocese (name)": diocese,
        "AdmissionsPolicy (name)": "Non-selective" if life.phase == "secondary" else "Not applicable",
        "TrustSchoolFlag (name)": "Supported by a multi-academy trust" if spell.trust else "Not applicable",
        "Trusts (code)": spell.trust.uid if spell.trust else "",
        "Trusts (name)": spell.trust.name if spell.trust else "",
        "FederationFlag (name)": "Supported by a federation" if life.federation else "Not under a federation",
        "Federations (code)": life.federation.uid if life.federation else "",
        "Federations (name)": life.federation.name if life.federation else "",
    }


def _head(life: Life, is_open: bool) -> dict[str, object]:
    """The head's name as a download has it; the Department hears late of some who are new."""
    names = places.read("names.yaml")
    draw, late = chance("in post", life.key), chance("register", life.key)
    first, last = draw.choice(names["first"]), draw.choice(names["last"])
    if late.random() < 0.03:
        first, last = late.choice(names["first"]), late.choice(names["last"])
    return {"HeadFirstName": first, "HeadLastName": last} if is_open else {}


def _people(life: Life, spell: Spell, day: date) -> dict[str, object]:
    """Pupils as at the last January census, and the latest inspection."""
    year = min(max(day.year, 2022), 2026)
    is_open = spell.is_open(day)
    number = pupils.roll(life, year)
    girls = number if life.gender == "Girls" else round(number * 0.49)
    row: dict[str, object] = {
        "SchoolCapacity": -(-(life.intake * max(1, _classes(life)) * 21 // 20) // 5) * 5
    }
    if is_open and life.spell_on(date(year, 1, 20)):
        row |= {
            "CensusDate": f"20-01-{year}",
            "NumberOfPupils": number,
            "NumberOfBoys": number - girls,
            "NumberOfGirls": girls,
        }
        row |= {
            "PercentageFSM": f"{100 * life.deprivation * 0.92:.1f}",
            "FSM": round(number * life.deprivation * 0.92),
        }
    last = inspecting.latest(life, day)
    if last is not None:
        row["OfstedLastInsp"] = dashed(last.ended_on)
    return row


def _classes(life: Life) -> int:
    return sum(life.teaches(age, 2026) for age in range(5, 17)) or 1


def _where(county: County, life: Life, spell: Spell) -> dict[str, object]:
    place = life.place
    is_rural = place.setting == "village"
    return {
        "Street": street(life),
        "Town": place.town,
        "County (name)": county.name,
        "Postcode": place.postcode,
        "SchoolWebsite": website(life),
        "TelephoneNum": telephone(life),
        "GOR (code)": places.REGION_LETTER,
        "GOR (name)": places.REGION,
        "DistrictAdministrative (code)": place.district_code,
        "DistrictAdministrative (name)": place.district,
        "AdministrativeWard (code)": place.ward_code,
        "AdministrativeWard (name)": place.ward,
        "UrbanRural (code)": "E1" if is_rural else "C1",
        "UrbanRural (name)": "(England/Wales) Rural village"
        if is_rural
        else "(England/Wales) Urban city and town",
        "GSSLACode (name)": places.ONS_CODE,
        "PreviousLA (code)": "999",
        "Country (name)": "United Kingdom",
        "RSCRegion (name)": places.REGION,
    }


def links(county: County, day: date) -> bytes:
    """Links between numbers, each told from both ends as the register tells them."""
    rows: list[dict[str, object]] = []
    for life in county.lives:
        for before, after in zip(life.spells, life.spells[1:], strict=False):
            if after.opened_on <= day:
                rows += _both_ways(before, after, "Predecessor", "Successor")
        for key in life.before:
            if life.now.opened_on <= day:
                earlier = county.by_key(key).now
                rows += _both_ways(earlier, life.now, "Predecessor - amalgamated", "Successor - amalgamated")
    rows.sort(key=lambda row: (str(row["URN"]), str(row["LinkURN"])))
    return table(("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"), rows)


def _both_ways(before: Spell, after: Spell, backward: str, forward: str) -> Iterator[dict[str, object]]:
    day = dashed(after.opened_on)
    yield {
        "URN": after.urn, "LinkURN": before.urn, "LinkName": before.name, "LinkType": backward,
        "LinkEstablishedDate": day,
    }  # fmt: skip
    yield {
        "URN": before.urn, "LinkURN": after.urn, "LinkName": after.name, "LinkType": forward,
        "LinkEstablishedDate": day,
    }  # fmt: skip


GROUP_COLUMNS = (
    "Group UID", "Group ID", "Group Name", "Companies House Number", "Group Type (code)", "Group Type", "Closed Date",
    "Open date", "Incorporated on (open date)", "Group Status (code)", "Group Status", "UKPRN",
)  # fmt: skip


def groups(county: County) -> bytes:
    """Trusts and federations."""
    rows = [
        {
            "Group UID": group.uid,
            "Group ID": f"TR{group.uid}" if group.company else "",
            "Group Name": group.name,
            "Companies House Number": group.company,
            "Group Type (code)": GROUP_CODES[group.kind],
            "Group Type": group.kind,
            "Open date": slashed(group.opened_on),
            "Incorporated on (open date)": slashed(group.opened_on) if group.company else "",
            "Group Status (code)": "OPEN",
            "Group Status": "Open",
        }
        for group in (*county.trusts, *county.federations)
    ]
    return table(GROUP_COLUMNS, rows)


MEMBER_COLUMNS = (
    "URN", "Linked UID", "Group Name", "Companies House Number", "Group Type", "Closed Date", "Group Status",
    "FederationType", "Joined date", "EstablishmentName", "TypeOfEstablishment (code)", "TypeOfEstablishment (name)",
    "PhaseOfEducation (code)", "PhaseOfEducation (name)", "LA (code)", "LA (name)", "HasSharedHT",
)  # fmt: skip


def members(county: County, day: date) -> bytes:
    """Which school is in which trust or federation, from when."""
    rows = []
    for life, spell in county.open_on(day):
        if spell.trust:
            rows.append(_member(county, life, spell, spell.trust, spell.joined_on or spell.opened_on))
        if life.federation:
            rows.append(_member(county, life, spell, life.federation, life.federation.opened_on))
    return table(MEMBER_COLUMNS, rows)


def _member(county: County, life: Life, spell: Spell, group: Group, joined: date) -> dict[str, object]:
    phase_code, phase = PHASES.get(life.phase, ("0", "Not applicable"))
    return {
        "URN": spell.urn,
        "Linked UID": group.uid,
        "Group Name": group.name,
        "Companies House Number": group.company,
        "Group Type": group.kind,
        "Group Status": "Open",
        "FederationType": "Hard federation" if group.kind == "Federation" else "",
        "Joined date": slashed(joined),
        "EstablishmentName": spell.name,
        "TypeOfEstablishment (code)": TYPES[spell.type][0],
        "TypeOfEstablishment (name)": spell.type,
        "PhaseOfEducation (code)": phase_code,
        "PhaseOfEducation (name)": phase,
        "LA (code)": CODE,
        "LA (name)": county.name,
        "HasSharedHT": "Yes" if group.kind == "Federation" else "",
    }
