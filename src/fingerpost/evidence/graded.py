"""What inspectors grade under each framework, and on which scale: to predict by and to hold against what came.

No scale is turned into another. Which aspects there were is read off Ofsted's own lists of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fingerpost.evidence.frameworks import FRAMEWORKS, NAMES
from fingerpost.evidence.indicators.inspection import ASPECTS, CARD_ASPECTS
from fingerpost.evidence.profiles import CARD_GRADES

OVERALL, SAFEGUARDING = "overall", "rc_safeguarding"
#: The day from which state schools have no overall grade. Source: authorities' briefings of the time.
NO_OVERALL = date(2024, 9, 1)
KEY_JUDGEMENTS = "eif-2024"
#: Grades of the old scale, best first, each with its word.
OLD_GRADES = {"1": "Outstanding", "2": "Good", "3": "Requires improvement", "4": "Inadequate"}
_CARD_SCALE = {word: word for word in CARD_GRADES}
_MET = {"Met": "Met", "Not met": "Not met"}
_OLD_ASPECTS = {
    "oeif-2012": ("achievement", "teaching", "behaviour", "leadership"),
    "oeif-2015": ("achievement", "teaching", "personal_development", "leadership"),
    "eif-2019": ("quality_of_education", "behaviour", "personal_development", "leadership"),
}
_WHERE_APPLICABLE = ("early_years", "sixth_form")


@dataclass(frozen=True)
class Graded:
    """One thing that inspectors grade: its name, its scale (best first, code to word), whether every school has it."""

    code: str
    name: str
    scale: tuple[tuple[str, str], ...]
    is_optional: bool = False

    def word(self, grade: str) -> str:
        """A grade in words."""
        return dict(self.scale).get(grade, grade)

    def place(self, grade: str) -> int | None:
        """How far from the best a grade is; none for what is not on the scale."""
        codes = [code.lower() for code, _ in self.scale]
        found = grade.strip().removesuffix(".0").lower()
        return codes.index(found) if found in codes else None


def framework_on(day: date) -> str:
    """The code of the way of grading in force on a day; without an overall grade it has a code of its own."""
    code = next((code for first, code, _ in FRAMEWORKS if day >= first), FRAMEWORKS[-1][1])
    return KEY_JUDGEMENTS if code == "eif-2019" and day >= NO_OVERALL else code


def name_of(framework: str) -> str:
    """A way of grading in words."""
    if framework == KEY_JUDGEMENTS:
        return "Education inspection framework, without an overall grade"
    return NAMES.get(framework, framework)


def graded_under(framework: str) -> tuple[Graded, ...]:
    """What is graded, the overall grade first where there is one."""
    if framework.startswith("report-card"):
        return _of_card()
    if framework != KEY_JUDGEMENTS and framework not in NAMES:
        return ()
    grades = tuple(OLD_GRADES.items())
    aspects = _OLD_ASPECTS.get("eif-2019" if framework == KEY_JUDGEMENTS else framework, ())
    overall = () if framework == KEY_JUDGEMENTS else (Graded(OVERALL, ASPECTS[OVERALL], grades),)
    sure = tuple(Graded(code, ASPECTS[code], grades) for code in aspects)
    return (*overall, *sure, *(Graded(code, ASPECTS[code], grades, True) for code in _WHERE_APPLICABLE))


def _of_card() -> tuple[Graded, ...]:
    areas = tuple(
        Graded(f"rc_{code}", name, tuple(_CARD_SCALE.items()), code in ("early_years", "post16"))
        for code, name in CARD_ASPECTS.items()
    )
    return (*areas, Graded(SAFEGUARDING, "Safeguarding", tuple(_MET.items())))


def by_code(framework: str) -> dict[str, Graded]:
    """What is graded, by its code."""
    return {one.code: one for one in graded_under(framework)}
