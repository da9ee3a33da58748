"""Small files in the published layouts over invented schools, as a data officer would put them into a folder."""

import csv
from datetime import date

HILL, MILL, DALE, WOOD = 990001, 990002, 990003, 990004
NAMES = {HILL: "Hill Primary School", MILL: "Mill Primary School", DALE: "Dale Academy", WOOD: "Wood School"}
MAY, DECEMBER = date(2014, 5, 31), date(2014, 12, 31)

REGISTER = (
    "URN", "LA (code)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)", "OpenDate", "CloseDate", "PhaseOfEducation (name)", "NumberOfPupils", "Town",
)  # fmt: skip
INSPECTED = (
    "URN", "Laestab", "School name", "Local Authority", "Type of school", "Ofsted Phase", "Total pupils",
    "Latest inspection date", "Overall effectiveness: how good is the school", "The quality of teaching", "Category",
    "Previous inspection date", "Previous Overall effectiveness", "Previous_Category",
)  # fmt: skip
RESULTS = ("RECTYPE", "ALPHAIND", "LEA", "ESTAB", "URN", "SCHNAME", "TELIG", "PTRWM_EXP")
OWN = ("urn", "indicator", "group", "period", "value", "denominator", "known_on")


def table(path, columns, rows):
    """Write a table; a row says what it says, by column or in order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([row.get(name, "") for name in columns] if isinstance(row, dict) else row)
    return path


def _day(day):
    return f"{day:%d-%m-%Y}" if day else ""


def register(folder, day, *schools):
    """The department's register as at a day; each school is a URN, or a URN with what is particular about it."""
    rows = []
    for school in schools:
        urn, told = school if isinstance(school, tuple) else (school, {})
        plain = {
            "LA (code)": "801",
            "EstablishmentNumber": str(urn)[-4:],
            "EstablishmentName": NAMES.get(urn, f"School {urn}"),
            "TypeOfEstablishment (name)": "Community school",
            "EstablishmentStatus (name)": "Open",
            "PhaseOfEducation (name)": "Primary",
        }
        days = {name: _day(told[name]) for name in ("OpenDate", "CloseDate") if name in told}
        rows.append({"URN": urn} | plain | told | days)
    return table(folder / f"edubasealldata{day:%Y%m%d}.csv", REGISTER, rows)


def links(folder, day, *rows):
    """Links between URNs: urn, link_urn, kind, day."""
    told = [(urn, other, NAMES.get(other, ""), kind, _day(on)) for urn, other, kind, on in rows]
    columns = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")
    return table(folder / f"links_edubasealldata{day:%Y%m%d}.csv", columns, told)


def inspected(folder, day, *schools):
    """Ofsted's list as at a day: urn, the day inspected, the grade, and what else is particular."""
    rows = []
    for urn, ended_on, grade, *more in schools:
        plain = {
            "URN": urn,
            "Laestab": f"801{str(urn)[-4:]}",
            "School name": NAMES.get(urn, f"School {urn}"),
            "Local Authority": "Bristol City of",
            "Type of school": "Community School",
            "Ofsted Phase": "Primary",
            "Total pupils": 100,
            "Latest inspection date": ended_on.isoformat(),
            INSPECTED[8]: grade,
            INSPECTED[9]: grade,
        }
        rows.append(plain | (more[0] if more else {}))
    return table(folder / f"Management information - Schools - {day.day} {day:%B %Y}.csv", INSPECTED, rows)


def results(folder, year, *schools, authority=None, england=None, name="ks2final.csv"):
    """The key stage 2 table of the school year that ends in a year: urn, pupils, percentage (or a code), authority."""
    rows = [
        (
            1,
            number,
            lea[0] if lea else "801",
            str(urn)[-4:],
            urn,
            NAMES.get(urn, f"School {urn}"),
            pupils,
            share,
        )
        for number, (urn, pupils, share, *lea) in enumerate(schools)
    ]
    if authority:
        rows.append((3, "", "801", "", "", "", "", authority))
    if england:
        rows.append((5, "", "", "", "", "", "", england))
    return table(folder / f"{year - 1}-{year}" / name, RESULTS, rows)


def own(folder, *rows, name="early results.csv"):
    """An authority's own results: urn, indicator, group, period, value, denominator, known_on."""
    return table(folder / name, OWN, rows)
