"""Tidy files as Explore Education Statistics has them: England, region, authority; suspensions by school too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from fingerpost.demo import county as places
from fingerpost.demo import england, pupils
from fingerpost.demo.days import CODE, YEARS, chance, spanned
from fingerpost.demo.files.context import KINDS, absent, kind, listed
from fingerpost.demo.files.early import Early
from fingerpost.demo.lives import County
from fingerpost.demo.writing import Row, table

PLACE = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name",
    "old_la_code", "new_la_code", "la_name",
)  # fmt: skip
META = (
    "col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp", "filter_hint",
    "filter_grouping_column",
)  # fmt: skip
Files = Iterator[tuple[str, bytes]]


def _place(level: str, year: int, name: str) -> dict[str, object]:
    row: dict[str, object] = {
        "time_period": spanned(year), "time_identifier": "Academic year", "geographic_level": level,
        "country_code": "E92000001", "country_name": "England",
    }  # fmt: skip
    if level == "National":
        return row
    row |= {"region_code": places.REGION_CODE, "region_name": places.REGION}
    if level == "Regional":
        return row
    return row | {"old_la_code": CODE, "new_la_code": places.ONS_CODE, "la_name": name}


def _with_meta(
    name: str, columns: tuple[str, ...], rows: Iterable[Row], described: dict[str, tuple[str, str]]
) -> Files:
    """A tidy file and the metadata that goes beside it."""
    yield f"{name}.csv", table((*PLACE, *columns), rows)
    entries = [
        {
            "col_name": column,
            "col_type": what,
            "label": label,
            "indicator_unit": "%" if "percent" in column else "",
            "filter_grouping_column": f"{column}_group" if f"{column}_group" in columns else "",
        }
        for column, (what, label) in described.items()
    ]
    yield f"{name}.meta.csv", table(META, entries)


EYFSP = (
    "characteristic_group", "characteristic", "number_of_children", "elg_number", "elg_percent", "gld_number",
    "gld_percent", "comm_lang_lit_number", "comm_lang_lit_percent",
)  # fmt: skip


def eyfsp(county: County, early: Early) -> Files:
    """The early years profile to the year before last's summer: this year's comes in November."""
    rows = [row for year in YEARS[:-1] for row in _eyfsp_rows(county, early, year)]
    labels = {"number_of_children": "Number of children", "elg_number": "Number at expected in all goals",
              "elg_percent": "Percentage at expected in all goals",
              "gld_number": "Number with a good level of development",
              "gld_percent": "Percentage with a good level of development",
              "comm_lang_lit_number": "Number at expected in communication, language and literacy",
              "comm_lang_lit_percent": "Percentage at expected in communication, language and literacy"}  # fmt: skip
    described = {"characteristic": ("Filter", "Characteristic")} | {
        k: ("Indicator", v) for k, v in labels.items()
    }
    return _with_meta("early-years-profile", EYFSP, rows, described)


def _eyfsp_rows(county: County, early: Early, year: int) -> Iterator[dict[str, object]]:
    place = year - YEARS[0]
    values = (england.ELG[place], england.GLD[place], england.CLL[place])
    reached, children = early.together("eyfs_gld", year)
    ours = 100 * reached / children
    for level, number, moved in (
        ("National", england.CHILDREN, 0.0), ("Regional", england.CHILDREN // 12, england.REGION),
        ("Local authority", children, ours - england.GLD[place]),
    ):  # fmt: skip
        for group, word, far, share in (
            ("Total", "Total", 0.0, 1.0), ("Gender", "Female", 6.6, 0.49), ("Gender", "Male", -6.3, 0.51),
        ):  # fmt: skip
            row = _place(level, year, county.name) | {"characteristic_group": group, "characteristic": word}
            row["number_of_children"] = of = round(number * share)
            for stem, value in zip(("elg", "gld", "comm_lang_lit"), values, strict=True):
                met = round(of * (value + moved + far) / 100)
                row |= {f"{stem}_number": met, f"{stem}_percent": f"{100 * met / of:.1f}"}
            yield row


def phonics(county: County, early: Early) -> Files:
    """The phonics check of year 1."""
    rows = []
    for year in YEARS[:-1]:
        national = england.PHONICS[year - YEARS[0]]
        reached, children = early.together("phonics_year1", year)
        for level, value in (
            ("National", national), ("Regional", national + england.REGION),
            ("Local authority", 100 * reached / children),
        ):  # fmt: skip
            figure = {"characteristic": "Total", "pt_phonics_y1_met_expected_standard": f"{value:.0f}"}
            rows.append(_place(level, year, county.name) | figure)
    described = {
        "characteristic": ("Filter", "Characteristic"),
        "pt_phonics_y1_met_expected_standard": ("Indicator", "Percentage meeting the standard in year 1"),
    }
    return _with_meta("phonics", ("characteristic", "pt_phonics_y1_met_expected_standard"), rows, described)


ATTENDANCE = (
    "education_phase", "num_schools", "enrolments", "overall_attendance", "overall_absence", "authorised_absence",
    "unauthorised_absence", "possible_sessions", "attendance_perc", "overall_absence_perc", "authorised_absence_perc",
    "unauthorised_absence_perc", "pa_perc",
)  # fmt: skip


def attendance(county: County) -> Files:
    """Attendance in the school year that has just ended, by phase."""
    year = YEARS[-1]
    rows = []
    for level, schools, enrolled, worse in (
        ("National", 21_300, 7_900_000, 0.0), ("Regional", 1_960, 668_000, 0.05),
        ("Local authority", 240, 62_000, 0.12),
    ):  # fmt: skip
        for phase, figures in england.ATTENDANCE.items():
            part = {"Total": 1.0, "Primary": 0.55, "Secondary": 0.43, "Special": 0.02}[phase]
            row = _place(level, year, county.name) | {
                "education_phase": phase,
                "num_schools": round(schools * part) or 1,
            }
            rows.append(row | _attended(round(enrolled * part), figures, worse))
    described = {"education_phase": ("Filter", "Phase")} | {
        name: ("Indicator", name.replace("_", " ").capitalize()) for name in ATTENDANCE[1:]
    }
    return _with_meta("attendance-2025-26", ATTENDANCE, rows, described)


def _attended(enrolled: int, figures: tuple[float, ...], worse: float) -> dict[str, object]:
    _, authorised, unauthorised, persistent = figures
    sessions = enrolled * 370
    auth, unauth = (
        round(sessions * (authorised + worse) / 100),
        round(sessions * (unauthorised + worse) / 100),
    )
    absent_sessions = auth + unauth
    shares = {"attendance": sessions - absent_sessions, "overall_absence": absent_sessions, "authorised_absence": auth,
              "unauthorised_absence": unauth}  # fmt: skip
    return {
        "enrolments": enrolled, "possible_sessions": sessions, "overall_attendance": sessions - absent_sessions,
        "overall_absence": absent_sessions, "authorised_absence": auth, "unauthorised_absence": unauth,
        "pa_perc": f"{persistent + 4 * worse:.4f}",
    } | {f"{name}_perc": f"{100 * value / sessions:.6f}" for name, value in shares.items()}  # fmt: skip


SUSPENSIONS = (
    "school_urn", "school_laestab", "school_name", "school_type", "headcount", "perm_excl", "perm_excl_rate",
    "suspension", "susp_rate", "one_plus_susp", "one_plus_susp_rate",
)  # fmt: skip


def suspensions(county: County) -> Files:
    """Suspensions and permanent exclusions, school by school and added up."""
    rows = [row for year in YEARS[:-1] for row in _suspension_rows(county, year)]
    described = {"school_type": ("Filter", "School type")} | {
        name: ("Indicator", name.replace("_", " ").capitalize()) for name in SUSPENSIONS[4:]
    }
    return _with_meta("suspensions", SUSPENSIONS, rows, described)


def _suspension_rows(county: County, year: int) -> Iterator[dict[str, object]]:
    national = england.of(england.SUSPENSIONS, year)
    for level, number, times in (("National", 8_400_000, 1.0), ("Regional", 720_000, 1.04)):
        for word, rates in national.items():
            counts = [round(number * rate * times / 100) for rate in rates]  # type: ignore[attr-defined]
            yield _place(level, year, county.name) | _excluded(word, number, *counts)
    totals = [0, 0, 0, 0]
    for life, spell in listed(county, year):
        if life.phase == "nursery":
            continue
        counts = _of_school(
            life.key, pupils.roll(life, year), national[_word(kind(life))], absent(life, year)[1], year
        )
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        named = {
            "school_urn": spell.urn,
            "school_laestab": f"{CODE}{spell.estab}",
            "school_name": life.name_on(date(year, 1, 20)),
        }
        yield _place("School", year, county.name) | named | _excluded(KINDS[kind(life)], *counts)
    yield _place("Local authority", year, county.name) | _excluded("Total", *totals)


def _word(code: str) -> str:
    return {"PRI": "State-funded primary", "SEC": "State-funded secondary", "SPE": "Total"}[code]


def _of_school(
    key: str, number: int, rates: object, persistent: float, year: int
) -> tuple[int, int, int, int]:
    """Headcount, suspensions, pupils suspended and exclusions: more where more are often absent, and very uneven."""
    draw = chance("suspensions", key, year)
    temper = chance("temper", key).lognormvariate(-0.2, 0.6) * (0.5 + persistent / 36)
    often, once, out = (number * rate * temper / 100 for rate in rates)  # type: ignore[attr-defined]
    suspended = _whole(draw, once)
    return number, max(suspended, _whole(draw, often)), suspended, _whole(draw, out)


def _whole(draw, expected: float) -> int:  # type: ignore[no-untyped-def]
    """A count around what is expected."""
    if expected > 30:
        return max(0, round(draw.gauss(expected, expected**0.5)))
    count, product, least = 0, draw.random(), 2.718281828**-expected
    while product > least:
        count, product = count + 1, product * draw.random()
    return count


def _excluded(word: str, number: int, often: int, once: int, out: int) -> dict[str, object]:
    return {
        "school_type": word, "headcount": number, "perm_excl": out, "perm_excl_rate": f"{100 * out / number:.2f}",
        "suspension": often, "susp_rate": f"{100 * often / number:.2f}", "one_plus_susp": once,
        "one_plus_susp_rate": f"{100 * once / number:.2f}",
    }  # fmt: skip
