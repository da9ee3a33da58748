"""The Ofsted profile in words, as tables to take away, and as a chart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from fingerpost.evidence import profiles
from fingerpost.evidence.frameworks import GRADES
from fingerpost.monitor.profile_view import Look, grade_in_words
from fingerpost.monitor.queries.profile import ALL, Profile, TrendDay
from fingerpost.monitor.queries.profile_schools import Seen
from fingerpost.present import charts, formats
from fingerpost.present.charts import FIRST, MAIN, SECOND, THIRD
from fingerpost.present.tables import DAY, NUMBER, Column, Table, table
from fingerpost.present.trends import LineChart
from fingerpost.register.rules import PHASE_NAMES

#: After so long a list says little of the day that is asked about.
STALE = timedelta(days=100)
CHARTED = {ALL: MAIN, "primary": FIRST, "secondary": SECOND, "special": THIRD}


def phase_name(phase: str) -> str:
    """A phase, or all of them, in words."""
    return "All schools" if phase == ALL else PHASE_NAMES.get(phase, phase.capitalize())


def denominator(found: Profile) -> list[str]:
    """What the numbers count and what each percentage is a share of, in sentences."""
    return [said for said in (_listed(found), _whole(found), _apart(found), _without(found)) if said]


def _listed(found: Profile) -> str:
    schools, day = formats.plural(found.listed, "school"), formats.day(found.list_as_at)
    reached = " that your post reaches" if found.is_narrowed else ""
    if found.is_that_very_day:
        return f"Ofsted's list as at {day}, exactly as it was published: {schools}{reached}."
    since = formats.plural(found.moved_on, "inspection") if found.moved_on else "no inspection"
    return (
        f"Ofsted's list as at {day}, moved on by {since} known by {formats.day(found.day)}, "
        f"without schools that had closed by then: {schools}{reached}."
    )


def _whole(found: Profile) -> str:
    graded = formats.plural(found.scales[profiles.GRADED], "school has", "schools have")
    if found.basis == profiles.SCHOOLS:
        return f"{graded} an overall grade; each percentage is a share of those."
    learners = formats.plural(found.all.total, "learner")
    return (
        f"{graded} an overall grade; each percentage is a share of their {learners}, as the list counts them."
    )


def _apart(found: Profile) -> str:
    cards, judged = found.scales[profiles.CARD], found.scales[profiles.JUDGED]
    said = [
        f"{formats.plural(cards, 'has', 'have')} a report card" if cards else "",
        f"{formats.plural(judged, 'has', 'have')} key judgements without an overall grade" if judged else "",
    ]
    words = formats.listed([word for word in said if word])
    return f"{words}: counted apart, because no scale is turned into another." if words else ""


def _without(found: Profile) -> str:
    said = []
    if ungraded := found.scales[profiles.UNGRADED]:
        said.append(
            f"{formats.plural(ungraded, 'school in the list is', 'schools in the list are')} not graded."
        )
    if found.without_pupils and found.basis != profiles.SCHOOLS:
        lacking = formats.plural(found.without_pupils, "school has", "schools have")
        said.append(f"{lacking} no number of pupils in the list and cannot be counted by learners.")
    if found.without_phase:
        said.append(
            f"{formats.plural(found.without_phase, 'school')} without a phase count in the total alone."
        )
    if found.satisfactory:
        were = formats.plural(found.satisfactory, "school was", "schools were")
        said.append(f"{were} last graded before September 2012, when grade 3 was called satisfactory.")
    return " ".join(said)


def warning(found: Profile) -> str:
    """What to say when the list is much older than the day."""
    if found.list_as_at is None or found.day - found.list_as_at <= STALE:
        return ""
    return (
        f"The latest list held by then is of {formats.day(found.list_as_at)}. "
        "Inspections since are known only as far as other files tell of them: load a later list."
    )


def profile_table(authority: str, found: Profile, look: Look) -> Table:
    """Every number of the profile, a row each."""
    columns = (
        Column("phase", "Phase", width=28),
        Column("scale", "Scale", width=38),
        Column("judgement", "Judgement", width=34),
        Column("grade", "Grade", width=24),
        Column("number", f"Number of {look.unit}", NUMBER),
        Column("percent", f"% of {look.unit}", NUMBER, 1, "%"),
    )
    rows = [*_by_phase(found), *_by_aspect(found)]
    title = f"Ofsted profile, {authority}, {formats.day(found.day)}"
    return table(title, columns, rows, [*denominator(found), *found.files, warning(found)])


def _by_phase(found: Profile) -> Iterable[dict]:
    for part in found.parts:
        same = {"phase": phase_name(part.phase), "scale": profiles.SCALES[profiles.GRADED]}
        same["judgement"] = "Overall effectiveness"
        for grade, word in GRADES.items():
            code = str(grade)
            yield same | {"grade": word, "number": part.grades[code], "percent": part.percent[code]}
        yield same | {"grade": "Total", "number": part.total, "percent": 100.0 if part.total else None}
        yield same | {"grade": "Outstanding & Good", "number": part.good, "percent": part.good_percent}


def _by_aspect(found: Profile) -> Iterable[dict]:
    for aspect in found.aspects:
        same = {"phase": phase_name(ALL), "scale": profiles.SCALES[aspect.scale], "judgement": aspect.name}
        for grade, number in aspect.counts.items():
            share = 100 * number / aspect.total if aspect.total else None
            yield same | {"grade": grade_in_words(grade), "number": number, "percent": share}


def schools_table(title: str, rows: Iterable[Seen], *, with_asked: bool) -> Table:
    """Schools behind a number, with where each inspection is written."""
    columns = [
        Column("urn", "URN", width=9),
        Column("name", "School", width=44),
        Column("phase", "Phase", width=14),
        Column("pupils", "Pupils", NUMBER, width=9),
        Column("inspected_on", "Inspected", DAY),
        Column("grade", "Overall", width=22),
        Column("asked", "Judgement", width=20),
        Column("category", "Category", width=20),
        Column("previous", "Before", width=20),
        Column("previous_on", "Inspected before", DAY),
        Column("inherited_from", "Inherited from URN", width=12),
        Column("known_on", "Known on", DAY),
        Column("file", "File", width=44),
        Column("row", "Row", width=8),
    ]
    shown = [column for column in columns if with_asked or column.key != "asked"]
    return table(title, shown, [_exported(seen) for seen in rows])


def _exported(seen: Seen) -> dict:
    said = {"phase": PHASE_NAMES.get(seen.phase, seen.phase), "asked": grade_in_words(seen.asked)}
    return vars(seen) | said | {"urn": str(seen.urn), "inherited_from": str(seen.inherited_from or "")}


def trend_chart(days: list[TrendDay], look: Look) -> LineChart:
    """The share outstanding or good over the lists held, all schools and the largest phases."""
    lines = [
        charts.line(phase_name(phase), _points(days, phase), role)
        for phase, role in CHARTED.items()
        if any(phase in one.parts for one in days)
    ]
    return LineChart(f"Outstanding or good, % of {look.unit}", tuple(lines), "%", 1)


def _points(days: list[TrendDay], phase: str) -> list[tuple[str, float | None]]:
    return [(one.day.isoformat(), one.parts[phase].good if phase in one.parts else None) for one in days]


def leaving(days: list[TrendDay]) -> str:
    """What to say of a share over time while schools leave the scale that it is a share of."""
    if not days or not days[-1].parts[ALL].elsewhere:
        return ""
    return (
        "Only schools that still have an overall grade are in the share. It rises and falls as schools move to report "
        "cards and to key judgements, so it no longer says how the schools fare."
    )


def trend_table(days: list[TrendDay], look: Look) -> Table:
    """The trend in numbers: all schools by grade on each day, and the share of each phase."""
    phases = [phase for phase in CHARTED if phase != ALL and any(phase in one.parts for one in days)]
    others = any(one.parts[ALL].elsewhere for one in days)
    columns = [
        Column("day", "Day", DAY),
        *(Column(str(grade), word, NUMBER) for grade, word in GRADES.items()),
        Column("total", "Graded", NUMBER),
        *([Column("elsewhere", "Schools on other scales", NUMBER)] if others else []),
        Column("good", "Outstanding & Good", NUMBER, 1, "%"),
        *(Column(phase, phase_name(phase), NUMBER, 1, "%") for phase in phases),
    ]
    return table(f"Ofsted profile over time, {look.unit}", columns, [_trend_row(one, phases) for one in days])


def _trend_row(one: TrendDay, phases: list[str]) -> dict:
    everything = one.parts[ALL]
    row = {
        "day": one.day,
        "total": everything.total,
        "good": everything.good,
        "elsewhere": everything.elsewhere,
    }
    row |= {str(grade): number for grade, number in everything.grades.items()}
    return row | {phase: one.parts[phase].good if phase in one.parts else None for phase in phases}
