"""Key stage 4: what invented pupils achieved, and the performance tables that follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from fingerpost.demo import england, pupils
from fingerpost.demo.days import CODE, TODAY, chance, folder_of
from fingerpost.demo.files.schools import address, is_special, tested
from fingerpost.demo.lives import County, Life
from fingerpost.demo.pupils import Pupil
from fingerpost.demo.writing import SMALL, headings, hidden, share, table

AGE = 16
SUFFIXES = {
    "all": "", "boys": "_BOYS", "girls": "_GIRLS", "low_prior": "_LO", "middle_prior": "_MID", "high_prior": "_HI",
    "disadvantaged": "_FSM6CLA1A", "not_disadvantaged": "_NFSM6CLA1A", "eal": "_EAL", "settled": "_NMOB",
}  # fmt: skip
#: Headings of shares for a group, which key stage 4 writes in ways of its own.
SHARES = {
    "boys": {"PTL2BASICS_94": "PBL2BASICS_94", "PTL2BASICS_95": "PBL2BASICS_95", "PTEBACC_E_PTQ_EE": "PBEBACC_E_PTQ_EE",
             "PTEBACC_94": "PBEBACC_94", "PTEBACC_95": "PBEBACC_95"},
    "girls": {"PTL2BASICS_94": "PGL2BASICS_94", "PTL2BASICS_95": "PGL2BASICS_95",
              "PTEBACC_E_PTQ_EE": "PGEBACC_E_PTQ_EE", "PTEBACC_94": "PGEBACC_94", "PTEBACC_95": "PGEBACC_95"},
    "disadvantaged": {"PTL2BASICS_94": "PTFSM6CLA1ABASICS_94", "PTL2BASICS_95": "PTFSM6CLA1ABASICS_95",
                      "PTEBACC_94": "PTEBACC_94_FSM6CLA1A", "PTEBACC_95": "PTEBACC_95_FSM6CLA1A"},
    "not_disadvantaged": {"PTL2BASICS_94": "PTNOTFSM6CLA1ABASICS_94", "PTL2BASICS_95": "PTNOTFSM6CLA1ABASICS_95",
                          "PTEBACC_94": "PTEBACC_94_NFSM6CLA1A", "PTEBACC_95": "PTEBACC_95_NFSM6CLA1A"},
}  # fmt: skip
#: Progress 8 needs key stage 2 results, which the year groups of 2025 and 2026 never had.
PROGRESS_YEARS = (2022, 2023, 2024)
#: Grades were set generously in 2022.
GENEROUS = {2022: 2.4}
SPREAD = 1.27
BANDS = (("Well above average", 0.5), ("Above average", 0.0))


@dataclass(frozen=True)
class Cohort:
    """A year group with what each pupil achieved, measure by measure."""

    pupils: list[Pupil]
    scores: dict[str, list[float]]


def sat(life: Life, year: int) -> Cohort:
    """The examinations of one school's year group."""
    found = pupils.cohort(life, AGE, year)
    draw = chance("ks4", life.key, year)
    enters = chance("ebacc", life.key).gauss(0, 0.35) + draw.gauss(0, 0.08)
    rows = [_scores(draw, pupil, life, year, enters) for pupil in found]
    return Cohort(found, {name: [row[name] for row in rows] for name in rows[0]})


def _scores(draw: Random, pupil: Pupil, life: Life, year: int, enters: float) -> dict[str, float]:
    able = pupil.able + 0.31 + 0.1 * (pupil.is_girl - 0.5) * 2 + draw.gauss(0, 0.2)
    able -= 0.28 * pupil.is_disadvantaged + 1.3 * (life.phase == "pru")
    points = min(87.0, max(0.0, 47.0 + GENEROUS.get(year, 0) + 16.6 * able))
    english, maths = (points / 10 + draw.gauss(0.35 * sign, 0.95) for sign in (1, -0.4))
    is_entered = draw.gauss(0.62 * able - 0.22 + enters, 0.7) > 0
    slot = max(0.0, points / 10 - 0.52 + draw.gauss(0, 0.6))
    return {
        "ATT8SCR": points,
        "PTL2BASICS_94": min(english, maths) >= 3.55,
        "PTL2BASICS_95": min(english, maths) >= 4.5,
        "PTEBACC_E_PTQ_EE": is_entered,
        "PTEBACC_94": is_entered and slot >= 4.6,
        "PTEBACC_95": is_entered and slot >= 5.3,
        "EBACCAPS": slot,
        "P8MEA": 1.45 * life.strength[year] + 0.35 * pupil.has_other_language - 0.38 * pupil.is_disadvantaged
        - 0.9 * (life.phase == "pru") + draw.gauss(0.02, SPREAD),
    }  # fmt: skip


class Tables:
    """The performance tables of key stage 4, year after year."""

    def __init__(self, county: County) -> None:
        self.county = county

    def file(self, year: int) -> tuple[str, bytes]:
        """The name and content of the file of a year; this year's is provisional, with fewer columns."""
        is_provisional = year == TODAY.year
        release = "provisional" if is_provisional else "final"
        columns = headings("ks4_provisional" if is_provisional else "ks4")
        return f"{folder_of(year)}/{CODE}_ks4{release}.csv", table(
            columns, self.rows(year), encoding="utf-8-sig"
        )

    def rows(self, year: int) -> Iterator[dict[str, object]]:
        """Schools, the authority, England's state-funded schools."""
        everybody = []
        for life, spell in tested(self.county, AGE, year):
            cohort = sat(life, year)
            everybody.append(cohort)
            girls = sum(p.is_girl for p in cohort.pupils) / len(cohort.pupils)
            number = pupils.roll(life, year)
            counts = {
                "TOTPUPS": number,
                "NUMGIRLS": round(number * girls),
                "NUMBOYS": number - round(number * girls),
            }
            named = address(life, spell, date(year, 12, 1))
            yield named | counts | figures(cohort, year, describes=not is_special(life))
        together = Cohort(
            [pupil for cohort in everybody for pupil in cohort.pupils],
            {name: [v for cohort in everybody for v in cohort.scores[name]] for name in everybody[0].scores},
        )
        yield {"RECTYPE": "4", "LEA": CODE} | figures(together, year, describes=False)
        yield {"RECTYPE": "7"} | _england(year)


def figures(cohort: Cohort, year: int, *, describes: bool) -> dict[str, object]:
    """Everything that the tables say of some pupils, group by group."""
    groups = pupils.members(cohort.pupils)
    shown = pupils.shown(groups, SMALL)
    row: dict[str, object] = _counts(cohort.pupils, groups)
    for group, positions in groups.items():
        number = len(positions) if shown[group] or not positions else SMALL
        for measure, scores in cohort.scores.items():
            if measure != "P8MEA":
                text = _figure(measure, [scores[i] for i in positions]) if positions else ""
                row[_heading(measure, group)] = hidden(text, number)
        if year in PROGRESS_YEARS:
            row |= _progress(
                [cohort.scores["P8MEA"][i] for i in positions], SUFFIXES[group], number, describes
            )
    return row


def _heading(measure: str, group: str) -> str:
    if group == "all" or not measure.startswith("PT"):
        return f"{measure}{SUFFIXES[group]}"
    return SHARES.get(group, {}).get(measure, "")


def _figure(measure: str, scores: list[float]) -> str:
    if measure.startswith("PT"):
        return f"{share(sum(scores), len(scores)):.1f}%"
    return f"{sum(scores) / len(scores):.{2 if measure == 'EBACCAPS' else 1}f}"


def _progress(scores: list[float], suffix: str, number: int, describes: bool) -> dict[str, object]:
    """Progress 8 with its interval, of those who have results from key stage 2."""
    if not scores:
        return dict.fromkeys((f"P8MEA{suffix}", f"P8CILOW{suffix}", f"P8CIUPP{suffix}"), "NA") | {
            f"P8PUP{suffix}": 0
        }
    value = sum(scores) / len(scores)
    around = 1.96 * SPREAD / len(scores) ** 0.5
    row: dict[str, object] = {
        f"P8PUP{suffix}": round(0.95 * len(scores)),
        f"P8MEA{suffix}": hidden(f"{value:.2f}", number),
        f"P8CILOW{suffix}": hidden(f"{value - around:.2f}", number),
        f"P8CIUPP{suffix}": hidden(f"{value + around:.2f}", number),
    }
    return row | ({"P8_BANDING": hidden(_band(value, around), number)} if describes and not suffix else {})


def _band(value: float, around: float) -> str:
    if value - around <= 0 <= value + around:
        return "Average"
    words = next((word for word, least in BANDS if abs(value) >= least), BANDS[-1][0])
    return words if value > 0 else words.replace("above", "below").replace("Above", "Below")


def _counts(found: list[Pupil], groups: dict[str, list[int]]) -> dict[str, object]:
    named = {
        "BPUP": "boys", "GPUP": "girls", "TPRIORLO": "low_prior", "TPRIORMID": "middle_prior", "TPRIORHI": "high_prior",
        "TFSM6CLA1A": "disadvantaged", "TNOTFSM6CLA1A": "not_disadvantaged", "TEALGRP2": "eal", "TNMOB": "settled",
    }  # fmt: skip
    row: dict[str, object] = {"TPUP": len(found)}
    for column, group in named.items():
        row[column] = len(groups[group])
        row[f"P{column}"] = f"{share(len(groups[group]), len(found)):.0f}%"
    return row


def _england(year: int) -> dict[str, object]:
    row: dict[str, object] = {"TPUP": england.KS4_PUPILS}
    for measure, value in england.of(england.KS4, year).items():
        decimals = 2 if measure in ("P8MEA", "EBACCAPS") else 1
        sign = "%" if measure.startswith("PT") else ""
        row[measure] = f"{value:.{decimals}f}{sign}"
        for group, (points, progress) in england.KS4_GROUPS.items():
            far = (
                progress
                if measure == "P8MEA"
                else points * {"ATT8SCR": 1.0, "EBACCAPS": 0.105}.get(measure, 1.9)
            )
            row[_heading(measure, group)] = (
                f"{max(0.5, value + far) if measure != 'P8MEA' else value + far:.{decimals}f}{sign}"
            )
    return row
