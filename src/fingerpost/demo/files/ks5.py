"""Sixteen to eighteen: the performance tables of schools with a sixth form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from fingerpost.demo import england, pupils
from fingerpost.demo.days import CODE, chance, folder_of
from fingerpost.demo.files.schools import address, tested
from fingerpost.demo.lives import County, Life
from fingerpost.demo.writing import NO_ENTRIES, headings, hidden, table

AGE = 18
#: The least average of points for each grade, in the words of the tables.
GRADES = ((55, "A*-"), (51.67, "A+"), (48.33, "A"), (45, "A-"), (41.67, "B+"), (38.33, "B"), (35, "B-"), (31.67, "C+"),
          (28.33, "C"), (25, "C-"), (21.67, "D+"), (18.33, "D"), (0, "D-"))  # fmt: skip


def file(county: County, year: int) -> tuple[str, bytes]:
    """The name and content of the file of a year."""
    return f"{folder_of(year)}/{CODE}_ks5final.csv", table(
        headings("ks5"), _rows(county, year), encoding="utf-8-sig"
    )


def _rows(county: County, year: int) -> Iterator[dict[str, object]]:
    points, entered = 0.0, 0
    for life, spell in tested(county, AGE, year):
        students = pupils.size(life, AGE, year)
        named = address(life, spell, date(year, 12, 1)) | {"REGION": "10", "LASORT": "1"}
        if life.phase == "special":
            figures = [h for h in headings("ks5") if h.startswith(("TALL", "TB3", "PT", "TINC", "T_In"))]
            yield dict.fromkeys(figures, NO_ENTRIES) | named | {"RECTYPE": "1", "TPUP1618": students}
            continue
        row = _school(life, students, chance("ks5", life.key, year), year)
        points, entered = points + float(str(row["TALLPPE_ALEV_1618"])) * students, entered + students
        yield named | row
    yield {"RECTYPE": "4", "LEA": CODE} | _average(points / entered, entered)
    yield {"RECTYPE": "7"} | _england(year)


def _school(life: Life, students: int, draw: Random, year: int) -> dict[str, object]:
    national = england.of(england.KS5, year)
    value = (
        national["TALLPPE_ALEV_1618"]
        + 8.5 * life.strength[year]
        - 6 * (life.deprivation - 0.18)
        + draw.gauss(0, 0.8)
    )
    disadvantaged = max(0, round(students * life.deprivation * 0.6))
    row: dict[str, object] = {
        "TPUP1618": round(students * 1.9),
        "TALLPUP_1618": students,
        "TINCLUDE_B3": round(students * 0.74),
        "TB3PTSE": f"{value + 0.5:.2f}",
        "TB3PTSE_GRD": grade(value + 0.5),
        "TINCLUDE_AAB_2FAC": round(students * 0.74),
        "PTAAB_2FAC": f"{max(1.0, national['PTAAB_2FAC'] + 1.9 * (value - national['TALLPPE_ALEV_1618'])):.1f}%",
        "T_InScope_ALEV_Ret": students,
        "PT_Retained_ALEV_Ret": f"{min(99.0, national['PT_Retained_ALEV_Ret'] + draw.gauss(1, 2.5)):.1f}%",
    }
    row |= _average(value, students)
    for suffix, number, far in (("DIS", disadvantaged, -3.6), ("NOTDIS", students - disadvantaged, 0.6)):
        row[f"TALLPUP_1618_{suffix}"] = row[f"TALLPUP_ALEV_1618_{suffix}"] = row[
            f"T_InScope_ALEV_Ret_{suffix}"
        ] = number
        row[f"TALLPPE_ALEV_1618_{suffix}"] = hidden(f"{value + far:.2f}", number)
        row[f"TALLPPEGRD_ALEV_{suffix}"] = hidden(grade(value + far), number)
        row[f"PT_Retained_ALEV_Ret_{suffix}"] = hidden(str(row["PT_Retained_ALEV_Ret"]), number)
    return row


def _average(value: float, students: int) -> dict[str, object]:
    return {
        "TALLPUP_ALEV_1618": students,
        "TALLPPE_ALEV_1618": f"{value:.2f}",
        "TALLPPEGRD_ALEV_1618": grade(value),
    }


def grade(points: float) -> str:
    """The grade that an average of points comes to."""
    return next(word for least, word in GRADES if points >= least)


def _england(year: int) -> dict[str, object]:
    national = england.of(england.KS5, year)
    row: dict[str, object] = _average(national["TALLPPE_ALEV_1618"], england.KS5_PUPILS)
    row |= {
        "TPUP1618": england.KS5_PUPILS,
        "TB3PTSE": national["TB3PTSE"],
        "TB3PTSE_GRD": grade(national["TB3PTSE"]),
    }
    shares = {name: f"{national[name]:.1f}%" for name in ("PTAAB_2FAC", "PT_Retained_ALEV_Ret")}
    return row | shares | {"TINCLUDE_AAB_2FAC": england.KS5_PUPILS, "T_InScope_ALEV_Ret": england.KS5_PUPILS}
