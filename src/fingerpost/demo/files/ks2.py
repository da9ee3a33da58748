"""Key stage 2: what invented pupils scored, and the performance tables that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from random import Random

from fingerpost.demo import england, pupils
from fingerpost.demo.days import CODE, TODAY, chance, folder_of
from fingerpost.demo.files import checked
from fingerpost.demo.files.cohorts import Cohort
from fingerpost.demo.files.schools import address, tested
from fingerpost.demo.lives import County, Life
from fingerpost.demo.pupils import Pupil
from fingerpost.demo.writing import NEW, SMALL, SUPPRESSED, headings, hidden, percent, table

AGE = 11
SUFFIXES = {
    "all": "", "boys": "_B", "girls": "_G", "low_prior": "_L", "middle_prior": "_M", "high_prior": "_H",
    "disadvantaged": "_FSM6CLA1A", "not_disadvantaged": "_NotFSM6CLA1A", "eal": "_EAL", "settled": "_MOBN",
}  # fmt: skip
#: Where the pass mark of each subject lies on the scale of ability, how steep its score is, and what helps in it.
SUBJECTS = {"READ": (-1.04, 8.0, 0.1, -0.1), "GPS": (-0.98, 8.2, 0.15, 0.05), "MAT": (-1.01, 7.2, -0.12, 0.1)}
WRITING, WRITING_HIGH = -0.92, 0.98
#: The county's results in each year, on the scale of ability: a little below England's.
LIFT = {2022: -0.15, 2023: -0.19, 2024: -0.18, 2025: -0.16, 2026: -0.15}
#: Years in which progress from key stage 1 is published, and those in which prior attainment is known.
PROGRESS_YEARS, PRIOR_YEARS = (2022, 2023), (2022, 2023)
PROGRESS = {"READPROG": "READ", "WRITPROG": "WRIT", "MATPROG": "MAT"}
#: The spread of one pupil's progress, from which an interval is worked out.
SPREAD = 6.2


def sat(life: Life, year: int) -> Cohort:
    """The tests of one school's year group."""
    found = pupils.cohort(life, AGE, year)
    draw = chance("ks2", life.key, year)
    return _together(found, [_scores(draw, pupil, life.strength[year], year) for pupil in found])


def _together(found: list[Pupil], rows: Sequence[dict[str, float]]) -> Cohort:
    return Cohort(found, {name: [row[name] for row in rows] for name in (rows[0] if rows else ())})


def _scores(draw: Random, pupil: Pupil, lift: float, year: int) -> dict[str, float]:
    able = pupil.able + LIFT[year]
    row: dict[str, float] = {}
    for subject, (mark, steep, girls, other) in SUBJECTS.items():
        on_day = (
            able + girls * (pupil.is_girl - 0.5) * 2 + other * pupil.has_other_language + draw.gauss(0, 0.42)
        )
        score = round(100 + steep * (on_day - mark))
        row[f"{subject}_AVERAGE"] = min(120, max(80, score))
        row[f"PT{subject}_EXP"], row[f"PT{subject}_HIGH"] = score >= 100, score >= 110
        row[f"PT{subject}_AT"] = score < 72
    written = able + 0.16 * (pupil.is_girl - 0.5) * 2 + draw.gauss(0, 0.42)
    row["PTWRITTA_EXP"], row["PTWRITTA_HIGH"] = written >= WRITING, written >= WRITING_HIGH
    row["PTRWM_EXP"] = row["PTREAD_EXP"] and row["PTMAT_EXP"] and row["PTWRITTA_EXP"]
    row["PTRWM_HIGH"] = row["PTREAD_HIGH"] and row["PTMAT_HIGH"] and row["PTWRITTA_HIGH"]
    for measure in PROGRESS:
        row[measure] = 5.2 * lift + 0.55 * pupil.has_other_language + draw.gauss(0, SPREAD)
    return row


def columns(year: int) -> list[str]:
    """The headings of the edition of a year: without progress and prior attainment where there is none."""
    return [name for name in headings("ks2") if _is_in(name, year)]


def _is_in(name: str, year: int) -> bool:
    if "PROG" in name or name.endswith("COV"):
        return year in PROGRESS_YEARS
    if "KS1GROUP" in name or name.endswith(("_L", "_M", "_H")):
        return year in PRIOR_YEARS
    return not name.endswith("_3YR") or year - 2 >= PROGRESS_YEARS[0]


class Tables:
    """The performance tables of key stage 2, year after year: three years' figures need the two before."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.kept: dict[tuple[str, int], Cohort] = {}

    def cohort(self, life: Life, year: int) -> Cohort:
        """A school's year group, worked out once."""
        if (life.key, year) not in self.kept:
            self.kept[life.key, year] = sat(life, year)
        return self.kept[life.key, year]

    def file(self, year: int) -> tuple[str, bytes]:
        """The name and content of the file of a year, in its last form."""
        return self._written(year, "provisional" if year == TODAY.year else "final")

    def before_checking(self, year: int) -> tuple[str, bytes]:
        """The provisional file of a year: some schools' figures changed when schools had checked their pupils."""
        final = self.kept
        self.kept = {
            key: checked.before(key[0], year, cohort) for key, cohort in final.items() if key[1] == year
        }
        self.kept = final | self.kept
        try:
            return self._written(year, "provisional")
        finally:
            self.kept = final

    def _written(self, year: int, release: str) -> tuple[str, bytes]:
        return f"{folder_of(year)}/{CODE}_ks2{release}.csv", table(
            columns(year), self.rows(year), encoding="utf-8-sig"
        )

    def rows(self, year: int) -> Iterator[dict[str, object]]:
        """Schools, the authority, England's schools, England."""
        day = date(year, 12, 1)
        listed = list(tested(self.county, AGE, year))
        for life, spell in listed:
            yield address(life, spell, day) | self.school(life, self.cohort(life, year), year)
        yield from self._too_new(year)
        yield {"RECTYPE": "3", "LEA": CODE} | self.authority([life for life, _ in listed], year)
        for record, pupils_there in (("5", england.KS2_PUPILS), ("4", round(england.KS2_PUPILS * 1.01))):
            yield dict.fromkeys(columns(year), " ") | {"RECTYPE": record} | _england(pupils_there, year)

    def _too_new(self, year: int) -> Iterator[dict[str, object]]:
        """A primary school without a year group old enough is listed, and says that it is new."""
        for life, spell in self.county.open_on(date(year, 5, 13)):
            if life.first_year is not None and not life.teaches(AGE, year):
                figures = [
                    name
                    for name in columns(year)
                    if name.startswith(("PT", "READ", "GPS", "MAT", "WRIT", "DIFFN"))
                ]
                yield dict.fromkeys(figures, NEW) | address(life, spell, date(year, 12, 1)) | {"TELIG": "0"}

    def school(self, life: Life, cohort: Cohort, year: int) -> dict[str, object]:
        """A school's figures; a year group of very few has none."""
        row = figures(cohort, year, small=SMALL) | _three_years(self, [life], year)
        row["TOTPUPS"], row["TPUPYEAR"] = pupils.roll(life, year), len(cohort.pupils)
        return row

    def authority(self, lives: Sequence[Life], year: int) -> dict[str, object]:
        """The authority: all its schools' pupils together."""
        listed = [self.cohort(life, year) for life in lives]
        together = Cohort(
            [pupil for cohort in listed for pupil in cohort.pupils],
            {name: [v for cohort in listed for v in cohort.scores[name]] for name in listed[0].scores},
        )
        row = figures(together, year, small=SMALL) | _three_years(self, lives, year)
        return row | {"TPUPYEAR": len(together.pupils)}


def figures(cohort: Cohort, year: int, *, small: int) -> dict[str, object]:
    """Everything that the tables say of some pupils, group by group."""
    groups = pupils.members(cohort.pupils)
    shown = pupils.shown(groups, small)
    row: dict[str, object] = _counts(cohort.pupils, groups)
    for group, positions in groups.items():
        number = len(positions) if shown[group] or not positions else small
        for measure, scores in cohort.scores.items():
            text = _figure(measure, scores, positions) if positions else ""
            row |= _named(measure, SUFFIXES[group], text, number, positions, scores)
    row |= _gaps(row, year)
    return row


def _figure(measure: str, scores: list[float], positions: list[int]) -> str:
    total = sum(map(scores.__getitem__, positions))
    if measure.startswith("PT"):
        return percent(total, len(positions))
    mean = total / len(positions)
    return f"{mean:.0f}" if measure.endswith("AVERAGE") else f"{mean:.1f}"


def _named(
    measure: str, suffix: str, text: str, number: int, positions: list[int], scores: list[float]
) -> dict[str, object]:
    """A figure under its heading; progress with its interval and, for all pupils, its description."""
    named = {f"{measure}{suffix}": hidden(text, number)}
    if measure in PROGRESS and text:
        around = 1.96 * SPREAD / len(positions) ** 0.5
        named[f"{measure}{suffix}_LOWER"] = hidden(f"{float(text) - around:.1f}", number)
        named[f"{measure}{suffix}_UPPER"] = hidden(f"{float(text) + around:.1f}", number)
        if not suffix:
            named[f"{measure}_DESCR"] = hidden(_description(float(text), around), number)
            named[f"{PROGRESS[measure]}COV"] = hidden("97%", number)
    return named


def _description(value: float, around: float) -> str:
    """1 well above average to 5 well below: above means the whole interval is."""
    if value - around > 0:
        return "1" if value > 3 else "2"
    if value + around < 0:
        return "5" if value < -3 else "4"
    return "3"


def _counts(found: list[Pupil], groups: dict[str, list[int]]) -> dict[str, object]:
    number = len(found)
    named = {
        "BELIG": "boys", "GELIG": "girls", "TFSM6CLA1A": "disadvantaged", "TNotFSM6CLA1A": "not_disadvantaged",
        "TEALGRP2": "eal", "TMOBN": "settled", "TKS1GROUP_L": "low_prior", "TKS1GROUP_M": "middle_prior",
        "TKS1GROUP_H": "high_prior",
    }  # fmt: skip
    row: dict[str, object] = {
        "TELIG": number,
        "TKS1GROUP_NA": 0,
        "TEALGRP3": 0,
        "TEALGRP1": number - len(groups["eal"]),
    }
    row |= {column: len(groups[group]) for column, group in named.items()}
    row["TSENELE"] = row["TSENELSE"] = sum(p.sen == pupils.PLAN for p in found)
    row["TSENELK"] = sum(p.sen == pupils.SUPPORT for p in found)
    shares = {
        _share_of(column): percent(float(str(value)), number or 1)
        for column, value in row.items()
        if column != "TELIG"
    }
    return row | shares


def _share_of(column: str) -> str:
    return column.replace("TSEN", "PSEN", 1) if column.startswith("TSEN") else f"P{column}"


def _gaps(row: dict[str, object], year: int) -> dict[str, object]:
    """Disadvantaged pupils less England's other pupils."""
    national = england.of(england.KS2, year)
    other = england.KS2_GROUPS["not_disadvantaged"][0]
    found: dict[str, object] = {}
    for measure in ("RWM_EXP", "RWM_HIGH"):
        value = str(row.get(f"PT{measure}_FSM6CLA1A", SUPPRESSED))
        is_figure = value.endswith("%")
        found[f"DIFFN_{measure}"] = (
            f"{float(value[:-1]) - national[f'PT{measure}'] - other:.0f}" if is_figure else value
        )
    for measure in PROGRESS:
        value = str(row.get(f"{measure}_FSM6CLA1A", SUPPRESSED))
        is_figure = value not in (SUPPRESSED, "NA")
        found[f"DIFFN_{measure}"] = (
            f"{float(value) - england.KS2_GROUPS['not_disadvantaged'][2]:.1f}" if is_figure else value
        )
    return found


def _three_years(tables: Tables, lives: Iterable[Life], year: int) -> dict[str, object]:
    """This year and the two before as one cohort, of schools that had all three."""
    years = (year - 2, year - 1, year)
    if years[0] < PROGRESS_YEARS[0]:
        return {}
    cohorts = [
        tables.cohort(life, y) for life in lives if all(life.teaches(AGE, y) for y in years) for y in years
    ]
    number = sum(len(cohort.pupils) for cohort in cohorts)
    row: dict[str, object] = {"TELIG_3YR": number}
    for measure in ("PTRWM_EXP", "PTRWM_HIGH", "READ_AVERAGE", "MAT_AVERAGE") if number else ():
        scores = [score for cohort in cohorts for score in cohort.scores[measure]]
        row[f"{measure}_3YR"] = hidden(_figure(measure, scores, list(range(number))), number)
    return row


def _england(number: int, year: int) -> dict[str, object]:
    """England's figures, all pupils and by group."""
    row: dict[str, object] = {"TELIG": number, "TPUPYEAR": number}
    for measure, value in england.of(england.KS2, year).items():
        row[measure] = _written(measure, value)
        for group, (points, scores, _) in england.KS2_GROUPS.items():
            far = points * (0.35 if "HIGH" in measure and "RWM" in measure else 1.0)
            moved = value + (scores if measure.endswith("AVERAGE") else far)
            row[f"{measure}{SUFFIXES[group]}"] = _written(
                measure, max(1, min(99, moved)) if "PT" in measure else moved
            )
    for measure in PROGRESS:
        row |= {f"{measure}{SUFFIXES[group]}": f"{far[2]:.1f}" for group, far in england.KS2_GROUPS.items()}
    for measure in ("PTRWM_EXP", "PTRWM_HIGH"):
        row[f"{measure}_3YR"] = row[measure]
    return row


def _written(measure: str, value: float) -> str:
    return f"{value:.0f}%" if measure.startswith("PT") else f"{value:.0f}"
