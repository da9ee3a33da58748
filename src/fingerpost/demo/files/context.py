"""Absence, census and workforce by school, with England's rows at the end, as beside the performance tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fingerpost.demo import england, pupils
from fingerpost.demo.days import CODE, chance, folder_of
from fingerpost.demo.lives import County, Life, Spell
from fingerpost.demo.writing import table

ABSENCE_COLUMNS = ("LA", "ESTAB", "URN", "PERCTOT", "PPERSABS10")
CENSUS_COLUMNS = (
    "URN", "LA", "ESTAB", "SCHOOLTYPE", "NOR", "NORG", "NORB", "PNORG", "PNORB", "TSENELSE", "PSENELSE", "TSENELK",
    "PSENELK", "NUMEAL", "NUMENGFL", "NUMUNCFL", "PNUMEAL", "PNUMENGFL", "PNUMUNCFL", "NUMFSM", "NUMFSMEVER",
    "NORFSMEVER", "PNUMFSMEVER",
)  # fmt: skip
WORKFORCE_COLUMNS = (
    "LA Number", "Establishment Number", "URN", "Total Number of Teachers (Headcount)",
    "Total Number of Teaching Assistants (Headcount)",
    "Total Number of Non Classroom-based School Support Staff, Excluding Auxiliary Staff (Headcount)",
    "Total Number of Teachers (Full-Time Equivalent)", "Total Number of Teaching Assistants (Full-time Equivalent)",
    "Total Number of Non Classroom-based School Support Staff, Excluding Auxiliary Staff (Full-Time Equivalent)",
    "Pupil:     Teacher Ratio", "Mean Gross FTE Salary of All Teachers",
)  # fmt: skip
KINDS = {"PRI": "State-funded primary", "SEC": "State-funded secondary", "SPE": "Special school"}


def kind(life: Life) -> str:
    """The phase under which national rows stand."""
    if life.phase in ("special", "pru"):
        return "SPE"
    return "PRI" if life.phase in ("primary", "nursery") else "SEC"


def listed(county: County, year: int) -> Iterator[tuple[Life, Spell]]:
    """Schools of the January census of a year."""
    return iter(county.open_on(date(year, 1, 20)))


def absent(life: Life, year: int) -> tuple[float, float]:
    """Overall and persistent absence of a school in a year, from what England's is, deprivation and its own ways."""
    overall, persistent = england.ABSENCE[kind(life)][min(year, 2025) - 2022]
    draw = chance("absence", life.key, year)
    usual = {"PRI": 0.22, "SEC": 0.26, "SPE": 0.44}[kind(life)]
    steep = 0.75 if kind(life) == "PRI" else 0.95
    factor = 1 + steep * (life.deprivation - usual) + life.absence + draw.gauss(0, 0.035)
    factor *= 1 + (0.5 if life.phase == "pru" else 0) + draw.gauss(0, 0.25 / max(4, life.intake) ** 0.5)
    factor = max(0.55, factor)
    return round(overall * factor, 1), round(min(88.0, persistent * factor**1.55), 1)


def absence(county: County, year: int) -> tuple[str, bytes]:
    """Absence in the whole of a school year; suppressed where there are very few pupils."""
    rows: list[dict[str, object]] = []
    for life, spell in listed(county, year):
        if life.phase == "nursery" or (life.first_year == year):
            continue
        overall, persistent = absent(life, year)
        is_small = pupils.roll(life, year) < 11
        rows.append({
            "LA": CODE, "ESTAB": spell.estab, "URN": spell.urn,
            "PERCTOT": "SUPP" if is_small else overall, "PPERSABS10": "SUPP" if is_small else persistent,
        })  # fmt: skip
    for code, years in england.ABSENCE.items():
        overall, persistent = years[year - 2022]
        rows.append({"LA": "NAT", "ESTAB": code, "PERCTOT": overall, "PPERSABS10": persistent})
    return f"{folder_of(year)}/{CODE}_abs.csv", table(ABSENCE_COLUMNS, rows)


def census(county: County, year: int) -> tuple[str, bytes]:
    """Who is on roll in January of a school year."""
    rows = [_counted(life, spell, year) for life, spell in listed(county, year)]
    rows += [_national(code, year) for code in england.CENSUS]
    return f"{folder_of(year)}/{CODE}_census.csv", table(CENSUS_COLUMNS, rows)


def _counted(life: Life, spell: Spell, year: int) -> dict[str, object]:
    number = pupils.roll(life, year)
    draw = chance("census", life.key, year)
    girls = (
        number
        if life.gender == "Girls"
        else round(number * draw.gauss(0.31 if life.phase == "special" else 0.49, 0.012))
    )
    plans = (
        number if life.phase == "special" else round(number * 0.24 * life.sen * (1 + 0.08 * (year - 2024)))
    )
    support = 0 if life.phase == "special" else round(number * 0.8 * life.sen)
    shares = (plans, support, round(number * life.eal), round(number * life.deprivation * 0.92))
    return _row(number, girls, *shares, ever=round(number * life.deprivation)) | {
        "URN": spell.urn, "LA": CODE, "ESTAB": spell.estab, "SCHOOLTYPE": KINDS[kind(life)],
    }  # fmt: skip


def _row(
    number: int, girls: int, plans: int, support: int, eal: int, meals: int, *, ever: int
) -> dict[str, object]:
    def of(part: float) -> str:
        return f"{100 * part / number:.2f}"

    unknown = round(number * 0.003)
    return {
        "NOR": number, "NORG": girls, "NORB": number - girls, "PNORG": of(girls), "PNORB": of(number - girls),
        "TSENELSE": plans, "PSENELSE": of(plans), "TSENELK": support, "PSENELK": of(support),
        "NUMEAL": eal, "NUMENGFL": number - eal - unknown, "NUMUNCFL": unknown, "PNUMEAL": of(eal),
        "PNUMENGFL": of(number - eal - unknown), "PNUMUNCFL": of(unknown),
        "NUMFSM": meals, "NUMFSMEVER": ever, "NORFSMEVER": number, "PNUMFSMEVER": of(ever),
    }  # fmt: skip


def _national(code: str, year: int) -> dict[str, object]:
    number, plans, support, eal, meals, ever = england.CENSUS[code]
    place = year - 2022
    counts = (round(number * share / 100) for share in (plans[place], support[place], eal, meals[place]))
    row = _row(
        number, round(number * (0.28 if code == "SPE" else 0.493)), *counts, ever=round(number * ever / 100)
    )
    return row | {"URN": "NAT", "ESTAB": code, "SCHOOLTYPE": KINDS[code]}


def workforce(county: County, year: int) -> tuple[str, bytes]:
    """Teachers and assistants in November of a school year; a few schools did not return it."""
    rows = [_staff(life, spell, year) for life, spell in listed(county, year)]
    for code, (ratio, salary, rise) in england.WORKFORCE.items():
        row = dict.fromkeys(WORKFORCE_COLUMNS, "")
        row |= {"LA Number": "NAT", "Establishment Number": code, WORKFORCE_COLUMNS[9]: f"{ratio}"}
        rows.append(row | {WORKFORCE_COLUMNS[10]: f"£{salary + rise * (year - 2022):,}"})
    return f"{folder_of(year)}/{CODE}_swf.csv", table(WORKFORCE_COLUMNS, rows)


def _staff(life: Life, spell: Spell, year: int) -> dict[str, object]:
    draw = chance("staff", life.key, year)
    named: dict[str, object] = {"LA Number": CODE, "Establishment Number": spell.estab, "URN": spell.urn}
    if draw.random() < 0.02:
        return named | dict.fromkeys(WORKFORCE_COLUMNS[3:], "DNS")
    number = pupils.roll(life, year)
    usual, salary, rise = england.WORKFORCE[kind(life)]
    ratio = max(4.0, draw.gauss(usual, 0.9) - (4 if number < 90 and kind(life) == "PRI" else 0))
    teachers, assistants = number / ratio, number / ratio * (0.75 if kind(life) != "SEC" else 0.24)
    pay = salary + rise * (year - 2022) + draw.gauss(0, 1_600)
    support = teachers * 0.3
    values = (
        round(teachers * 1.15) or 1, round(assistants * 1.3) or 1, round(support * 1.2) or 1, f"{teachers:.1f}",
        f"{assistants:.1f}", f"{support:.1f}", f"{ratio:.1f}", f"£{pay:,.0f}",
    )  # fmt: skip
    return named | dict(zip(WORKFORCE_COLUMNS[3:], values, strict=True))
