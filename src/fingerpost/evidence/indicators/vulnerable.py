"""Children at risk of missing out: counts and shares that services of an authority keep, and no child's case."""

from fingerpost.evidence.indicators.model import Better, Indicator, Source

#: Ours: the national collection that each follows is named, its page is from memory and not read for this.
_NEET = "DfE, Participation in education and training and NEET age 16 to 17: methodology, from memory"
_OWN = "The authority's own count, kept by the service that is named"


def _share(
    code: str,
    name: str,
    layout: str,
    numerator: str,
    denominator: str,
    better: Better,
    reference: str,
    description: str = "",
) -> Indicator:
    return Indicator(
        code=code, name=name, phase="vulnerable", unit="%", decimals=1, better=better, reference=reference,
        sources=(Source(layout, numerator=numerator, denominator=denominator),), school_level=False,
        description=description,
    )  # fmt: skip


def _count(code: str, name: str, layout: str, column: str, better: Better, **more: object) -> Indicator:
    fields: dict = {"school_level": False} | more
    return Indicator(
        code=code, name=name, phase="vulnerable", unit="pupils", decimals=0, better=better, reference=_OWN,
        sources=(Source(layout, value=column),), **fields,
    )  # fmt: skip


INDICATORS = (
    _share("neet", "Not in education, employment or training at 16 to 17", "neet", "neet", "young_people", "low",
           _NEET, description="Young people of 16 to 17 who live in the place; the mean of December to February."),
    _share("not_known", "Activity not known at 16 to 17", "neet", "not_known", "young_people", "low", _NEET),
    _share("neet_not_known", "Not in education, employment or training, or not known, at 16 to 17", "neet",
           "neet+not_known", "young_people", "low", _NEET),
    _share("participation", "In education or training at 16 to 17", "participation", "participating", "young_people",
           "high", _NEET),
    _count("apprenticeship_starts", "Apprenticeships started", "apprenticeships", "starts", "high"),
    _share("apprenticeship_success", "Apprenticeships achieved, of those that ended", "apprenticeships", "achieved",
           "ended", "high", _OWN),
    _count("missing_education", "Children missing education", "missing_education", "missing_education", "low",
           description="Children of school age known to be on no school's roll and in no other education."),
    _share("missing_education_returned", "Children missing education who are back in education", "missing_education",
           "returned", "missing_education", "high", _OWN),
    _count("alternative_provision", "Pupils educated off site in alternative provision", "alternative_provision",
           "in_provision", "neither"),
    _share("alternative_provision_assured", "Placements with a provider whose quality is assured",
           "alternative_provision", "quality_assured", "in_provision", "high", _OWN),
    _count("fair_access_moves", "Moves agreed by a fair access panel", "fair_access", "fair_access_moves", "neither",
           school_level=True),
    _share("peps_completed", "Personal education plans completed", "cared_for", "peps_completed", "cared_for", "high",
           _OWN, description="Of children of school age in care for twelve months or more."),
    _share("peps_quality_assured", "Personal education plans whose quality is assured, of those completed", "cared_for",
           "peps_quality_assured", "peps_completed", "high", _OWN),
    _share("placed_outside", "Cared-for children placed outside the authority", "cared_for", "placed_outside",
           "cared_for", "neither", _OWN),
    _share("youth_justice_hours", "Young people known to youth justice with 25 hours of education a week or more",
           "youth_justice", "with_25_hours", "young_people", "high", _OWN),
)  # fmt: skip
