"""Inspection outcomes as indicators. Each framework keeps its own scale; none is mapped onto another."""

from fingerpost.evidence.indicators.model import Better, Break, Indicator

_OLD = (
    "Ofsted, management information: guidance to the columns; "
    "grades 1 outstanding, 2 good, 3 requires improvement, 4 inadequate"
)
_CARD = "Ofsted, management information from November 2025: report card grades 5 exceptional to 1 urgent improvement"
_WORD = Break(2013, "grade 3 was called satisfactory until September 2012")

ASPECTS = {
    "overall": "Overall effectiveness",
    "previous_overall": "Overall effectiveness at the inspection before",
    "achievement": "Achievement of pupils",
    "teaching": "Quality of teaching",
    "behaviour": "Behaviour (and safety)",
    "leadership": "Leadership and management",
    "governance": "Governing body",
    "quality_of_education": "Quality of education",
    "personal_development": "Personal development",
    "early_years": "Early years provision",
    "sixth_form": "Sixth form provision",
}
CARD_ASPECTS = {
    "inclusion": "Inclusion",
    "curriculum": "Curriculum and teaching",
    "achievement": "Achievement",
    "attendance_behaviour": "Attendance and behaviour",
    "personal_development": "Personal development and wellbeing",
    "leadership": "Leadership and governance",
    "early_years": "Early years",
    "post16": "Post-16 provision",
}


def _inspected(code: str, name: str, better: Better, reference: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        phase="all",
        unit="grade",
        decimals=0,
        better=better,
        reference=reference,
        breaks=(_WORD,),
    )


INDICATORS = (
    *(_inspected(f"ofsted_{code}", f"Ofsted: {name.lower()}", "low", _OLD) for code, name in ASPECTS.items()),
    _inspected("ofsted_category", "Ofsted: category of concern", "low", _OLD),
    _inspected("ofsted_safeguarding", "Ofsted: safeguarding met", "high", _CARD),
    *(
        _inspected(f"rc_{code}", f"Report card: {name.lower()}", "high", _CARD)
        for code, name in CARD_ASPECTS.items()
    ),
)
