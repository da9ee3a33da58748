"""What a file may say of each stage as it was marked, and how the stage's measures are made of it.

One table a stage: a column of results with its scale and the names that files have for it; one rule a measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import polars as pl

from fingerpost.evidence.pupils import scales
from fingerpost.evidence.pupils.scales import Scale
from fingerpost.evidence.pupils.schema import Stage

#: Who the pupils are and nothing else: fills what files of results leave out.
CHARACTERISTICS = "characteristics"


@dataclass(frozen=True)
class Result:
    """One column of results that a file may have, with its scale and what files call it (letters and figures alone)."""

    code: str
    title: str
    scale: Scale
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Derived:
    """How a measure is made of results, all of which must be there."""

    measure: str
    needs: tuple[str, ...]
    made: pl.Expr


SUBJECT = {
    "reading": ("reading", "read", "rdg", "rea"),
    "writing": ("writing", "writ", "wri", "writta"),
    "maths": ("maths", "mathematics", "math", "mat"),
    "gps": ("gps", "spag", "gaps", "egps", "gpas", "grammarpunctuationandspelling"),
    "science": ("science", "sci", "scita"),
    "rwm": ("rwm", "readwritmat", "readingwritingandmaths", "readingwritingmaths"),
}
IN_WORDS = {
    "reading": "Reading",
    "writing": "Writing",
    "maths": "Maths",
    "gps": "Grammar, punctuation and spelling",
}
_SCORE = ("scaledscore", "scaled", "score", "ss", "testscore", "testscaledscore", "tssss", "tsss")
_TEST = ("outcome", "testoutcome", "result", "testresult", "test")
_TA = ("ta", "taoutcome", "outcome", "teacherassessment", "tea", "assessment", "tata", "taresult", "")
EXPECTED = (
    "expected",
    "exp",
    "exs",
    "expectedstandard",
    "metexpected",
    "atexpected",
    "expectedplus",
    "exsplus",
    "met",
)
HIGH = ("high", "higher", "higherstandard", "gds", "greaterdepth", "hi", "highstandard")


def names_of(subject: str, endings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{word}{ending}" for word, ending in product(SUBJECT[subject], endings))


def _reached(result: str, least: int) -> pl.Expr:
    """Whether each pupil of the result's cohort has at least this; null for who is not in it."""
    return pl.when(_is_in(result)).then((pl.col(result) >= least).fill_null(False))


def _is_in(result: str) -> pl.Expr:
    return pl.col(f"{result} in")


def every(*parts: pl.Expr) -> pl.Expr:
    """Whether all hold; null where one is not known, since the pupil is then outside the cohort of all."""
    return pl.when(pl.all_horizontal(p.is_not_null() for p in parts)).then(pl.all_horizontal(*parts))


def _share(measure: str, result: str, least: int) -> Derived:
    return Derived(measure, (result,), _reached(result, least))


def _all_of(measure: str, *parts: tuple[str, int]) -> Derived:
    made = every(*(_reached(result, least) for result, least in parts))
    return Derived(measure, tuple(result for result, _ in parts), made)


def _of_measures(measure: str, *parts: str) -> Derived:
    """All of some other measures of the same stage, which are made before."""
    return Derived(measure, parts, every(*(pl.col(part) for part in parts)))


def _number(measure: str, result: str) -> Derived:
    return Derived(measure, (result,), pl.col(result))


_KS2_TESTS = ("reading", "maths", "gps")
_KS2_RESULTS = (
    *(Result(f"{s}_mark", f"{IN_WORDS[s]}: scaled score", scales.TEST, names_of(s, _SCORE)) for s in _KS2_TESTS),
    *(Result(f"{s}_outcome", f"{IN_WORDS[s]}: test outcome", scales.OUTCOME, names_of(s, _TEST)) for s in _KS2_TESTS),
    Result("writing_ta", "Writing: teacher assessment", scales.TEACHER, names_of("writing", _TA)),
    Result("science_ta", "Science: teacher assessment", scales.SCIENCE, names_of("science", _TA)),
)  # fmt: skip
_KS2 = (
    *(_share(f"{s}_expected", f"{s}_mark", 100) for s in _KS2_TESTS),
    *(_share(f"{s}_high", f"{s}_mark", 110) for s in ("reading", "maths")),
    *(_share(f"{s}_expected", f"{s}_outcome", 1) for s in _KS2_TESTS),
    *(_number(f"{s}_score", f"{s}_mark") for s in _KS2_TESTS),
    _share("writing_expected", "writing_ta", 2),
    _share("writing_high", "writing_ta", 3),
    _share("science_expected", "science_ta", 2),
    _of_measures("rwm_expected", "reading_expected", "writing_expected", "maths_expected"),
    _of_measures("rwm_high", "reading_high", "writing_high", "maths_high"),
)
_KS1_TA = ("reading", "writing", "maths")
_KS1_RESULTS = (
    *(
        Result(f"{s}_ta", f"{IN_WORDS[s]}: teacher assessment", scales.TEACHER, names_of(s, _TA))
        for s in _KS1_TA
    ),
    Result("science_ta", "Science: teacher assessment", scales.SCIENCE, names_of("science", _TA)),
)
_KS1 = (
    *(_share(f"{s}_expected", f"{s}_ta", 2) for s in _KS1_TA),
    *(_share(f"{s}_high", f"{s}_ta", 3) for s in _KS1_TA),
    _share("science_expected", "science_ta", 2),
    _of_measures("rwm_expected", *(f"{s}_expected" for s in _KS1_TA)),
    _of_measures("rwm_high", *(f"{s}_high" for s in _KS1_TA)),
)

#: The early learning goals by area, in the order of their codes E01 to E17.
AREAS: dict[str, tuple[str, ...]] = {
    "area_communication": ("goal_listening", "goal_speaking"),
    "area_personal": ("goal_self_regulation", "goal_managing_self", "goal_relationships"),
    "area_physical": ("goal_gross_motor", "goal_fine_motor"),
    "area_literacy": ("goal_comprehension", "goal_word_reading", "goal_writing"),
    "area_maths": ("goal_number", "goal_patterns"),
    "area_world": ("goal_past", "goal_people", "goal_nature"),
    "area_arts": ("goal_materials", "goal_expressive"),
}
GOALS = tuple(goal for goals in AREAS.values() for goal in goals)
_GOAL_WORDS: dict[str, tuple[str, ...]] = {
    "goal_listening": ("listeningattentionandunderstanding", "listening"),
    "goal_self_regulation": ("selfregulation",),
    "goal_managing_self": ("managingself",),
    "goal_relationships": ("buildingrelationships",),
    "goal_gross_motor": ("grossmotorskills", "grossmotor"),
    "goal_fine_motor": ("finemotorskills", "finemotor"),
    "goal_word_reading": ("wordreading",),
    "goal_patterns": ("numericalpatterns",),
    "goal_past": ("pastandpresent",),
    "goal_people": ("peoplecultureandcommunities",),
    "goal_nature": ("thenaturalworld", "naturalworld"),
    "goal_materials": ("creatingwithmaterials",),
    "goal_expressive": ("beingimaginativeandexpressive", "beingimaginative"),
}
_GOOD = ("area_communication", "area_personal", "area_physical", "area_literacy", "area_maths")


def _goals_of(*areas: str) -> tuple[str, ...]:
    return tuple(f"{goal}_level" for area in areas for goal in AREAS[area])


def _of_goals(measure: str, *areas: str) -> Derived:
    return _all_of(measure, *((goal, 2) for goal in _goals_of(*areas)))


def _goal_names(number: int, goal: str) -> tuple[str, ...]:
    short = goal.removeprefix("goal_").replace("_", "")
    return (
        f"e{number:02}",
        f"fspe{number:02}",
        f"elg{number:02}",
        f"elg{number}",
        short,
        *_GOAL_WORDS.get(goal, ()),
    )


def _goal_title(goal: str) -> str:
    return goal.removeprefix("goal_").replace("_", " ").capitalize() + ": level"


_EYFS_RESULTS = tuple(
    Result(f"{goal}_level", _goal_title(goal), scales.GOAL, _goal_names(n, goal))
    for n, goal in enumerate(GOALS, 1)
)
_EVERY_GOAL = _goals_of(*AREAS)
_EYFS = (
    _of_goals("gld", *_GOOD),
    _of_goals("all_goals", *AREAS),
    _of_goals("communication_literacy", "area_communication", "area_literacy"),
    *(_of_goals(area, area) for area in AREAS),
    *(_share(goal, f"{goal}_level", 2) for goal in GOALS),
    Derived("goals_met", _EVERY_GOAL, pl.when(pl.all_horizontal(_is_in(g) for g in _EVERY_GOAL)).then(
        pl.sum_horizontal((pl.col(g) >= 2).cast(pl.Int32) for g in _EVERY_GOAL))),
)  # fmt: skip

_PHONICS_RESULTS = (
    Result("this_mark", "Phonics: mark of 40", scales.PHONICS,
           ("phonicsmark", "phonicsscore", "mark", "phmark", "phonicsresult", "phonics", "phonicscheckmark",
            "y1phonicsmark", "ks1phonicsmark")),
    Result("this_outcome", "Phonics: outcome", scales.PHONICS_OUTCOME,
           ("phonicsoutcome", "phonicsstandard", "outcome", "phoutcome", "phonicsgrade", "phonicscheckoutcome",
            "ks1phonicsoutcome")),
    Result("earlier_outcome", "Phonics: outcome in year 1, of a pupil in year 2", scales.PHONICS_OUTCOME,
           ("year1outcome", "y1outcome", "phonicsyear1outcome", "earlieroutcome", "phonicsy1outcome")),
)  # fmt: skip
_FIRST = pl.col("year_group").fill_null("1") != "2"
_THRESHOLD = 32
_MET = pl.coalesce(_reached("this_mark", _THRESHOLD), _reached("this_outcome", 1))
_EARLIER = _reached("earlier_outcome", 1)
_PHONICS = (
    Derived("met_year1", (), pl.when(_FIRST).then(_MET)),
    Derived("met_year2", (), pl.when(~_FIRST).then(
        pl.when(_EARLIER).then(True).otherwise(pl.coalesce(_MET, _EARLIER)))),
    Derived("mark", ("this_mark",), pl.when(_FIRST).then(pl.col("this_mark"))),
)  # fmt: skip

_MTC_RESULTS = (
    Result("tables_mark", "Multiplication tables: mark of 25", scales.TABLES,
           ("mtcmark", "mtcscore", "mark", "score", "multiplicationtablescheck", "mtc", "mtcresult", "tablesmark",
            "tablesscore", "formmark")),
)  # fmt: skip
_MTC = (_share("full_marks", "tables_mark", 25), _number("score", "tables_mark"))

_KS4_RESULTS = (
    Result("english_grade", "English: best grade", scales.GCSE,
           ("english", "englishgrade", "bestenglish", "gcseenglish", "engbest")),
    Result("maths_grade", "Maths: grade", scales.GCSE,
           ("maths", "mathsgrade", "gcsemaths", "mathematics", "mathgrade")),
)  # fmt: skip


def _both_grades(measure: str, low: int, high: int) -> Derived:
    """Both at the grade or above, of pupils graded on this scale in both."""

    def at_least(result: str) -> pl.Expr:
        number = pl.col(result)
        return pl.when(_is_in(result)).then(
            pl.when(number.is_null() | (number == 0))
            .then(False)
            .when(number.is_between(low // 20 * 20, high))
            .then(number >= low)
        )

    return Derived(
        measure, ("english_grade", "maths_grade"), every(at_least("english_grade"), at_least("maths_grade"))
    )


_KS4 = (
    _both_grades("english_maths_5", 5, 9),
    _both_grades("english_maths_4", 4, 9),
    _both_grades("english_maths_c", 25, 28),
)

_ABSENCE_RESULTS: tuple[Result, ...] = ()
_POSSIBLE, _MISSED = pl.col("sessions_possible"), pl.col("sessions_missed")
_ABSENCE = (
    Derived("sessions_missed", ("sessions_authorised", "sessions_unauthorised"),
            pl.col("sessions_authorised") + pl.col("sessions_unauthorised")),
    Derived("sessions_missed", ("sessions_possible", "sessions_attended"), _POSSIBLE - pl.col("sessions_attended")),
    Derived("sessions_attended", ("sessions_possible", "sessions_missed"), _POSSIBLE - _MISSED),
    Derived("persistent", ("sessions_possible", "sessions_missed"),
            pl.when(_POSSIBLE > 0).then(_MISSED * 10 >= _POSSIBLE)),
    Derived("severe", ("sessions_possible", "sessions_missed"), pl.when(_POSSIBLE > 0).then(_MISSED * 2 >= _POSSIBLE)),
)  # fmt: skip

RESULTS: dict[str, tuple[Result, ...]] = {
    Stage.EYFS: _EYFS_RESULTS, Stage.PHONICS: _PHONICS_RESULTS, Stage.KS1: _KS1_RESULTS, Stage.MTC: _MTC_RESULTS,
    Stage.KS2: _KS2_RESULTS, Stage.KS4: _KS4_RESULTS, Stage.KS5: (), Stage.ABSENCE: _ABSENCE_RESULTS,
    CHARACTERISTICS: (),
}  # fmt: skip
DERIVED: dict[str, tuple[Derived, ...]] = {
    Stage.EYFS: _EYFS, Stage.PHONICS: _PHONICS, Stage.KS1: _KS1, Stage.MTC: _MTC, Stage.KS2: _KS2,
    Stage.KS4: _KS4, Stage.KS5: (), Stage.ABSENCE: _ABSENCE, CHARACTERISTICS: (),
}  # fmt: skip
