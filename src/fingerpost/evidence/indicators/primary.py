"""Key stage 2: the level 4 era to 2015, the expected standard from 2016."""

from fingerpost.evidence.indicators.model import Break, Indicator, Source

_ERA = ((2016, 2019), (2022, None))
_GAP = Break(2020, "no tests in 2020 and 2021")
_NEW = Break(2016, "new curriculum and scaled scores in 2016")
_WRITING = Break(2018, "writing framework changed in 2018")
_REFERENCE = "DfE, Key stage 2 attainment: methodology; performance tables metadata (ks2_meta)"
_SUBJECTS = (
    ("rwm", "reading, writing and maths", "RWM", ("KS2RWM", "RWM")),
    ("reading", "reading", "READ", ()),
    ("writing", "writing", "WRITTA", ()),
    ("maths", "maths", "MAT", ()),
    ("gps", "grammar, punctuation and spelling", "GPS", ()),
)


def _standard(subject: str, label: str, stem: str, standard: str, suffix: str) -> Indicator:
    lait = {
        ("rwm", "expected"): (("KS2RWM_Expected_STD", "all"),),
        ("rwm", "higher"): (("KS2RWM_Higher_STD", "all"),),
    }
    return Indicator(
        code=f"ks2_{subject}_{standard}",
        name=f"Key stage 2 {label}: {standard} standard",
        phase="KS2",
        unit="%",
        decimals=0,
        better="high",
        reference=_REFERENCE,
        years=_ERA,
        breaks=(_NEW, _GAP, *((_WRITING,) if subject == "writing" else ())),
        sources=(Source("ks2", f"PT{stem}_{suffix}{{g}}", "", "TELIG{g}"),),
        lait=lait.get((subject, standard), ()),
    )


def _progress(subject: str, stem: str) -> Indicator:
    return Indicator(
        code=f"ks2_{subject}_progress",
        name=f"Key stage 2 progress in {subject}",
        phase="KS2",
        unit="score",
        decimals=1,
        better="high",
        reference=_REFERENCE,
        years=((2016, 2019), (2022, 2023), (2026, None)),
        breaks=(_NEW, _GAP, Break(2024, "no key stage 1 baseline in 2024 and 2025")),
        sources=(
            Source(
                "ks2",
                f"{stem}PROG{{g}}",
                "",
                "TELIG{g}",
                f"{stem}PROG{{g}}_LOWER",
                f"{stem}PROG{{g}}_UPPER",
                f"{stem}PROG{{g}}_DESCR",
            ),
        ),
    )


def _scaled(subject: str, stem: str) -> Indicator:
    return Indicator(
        code=f"ks2_{subject}_scaled",
        name=f"Key stage 2 average scaled score in {subject}",
        phase="KS2",
        unit="score",
        decimals=1,
        better="high",
        reference=_REFERENCE,
        years=_ERA,
        breaks=(_NEW, _GAP),
        sources=(Source("ks2", f"{stem}_AVERAGE{{g}}", "", "TELIG{g}", mean=True),),
    )


def _two_levels(subject: str, stem: str) -> Indicator:
    return Indicator(
        code=f"ks2_{subject}_expected_progress",
        name=f"At least two levels of progress in {subject}",
        phase="KS2",
        unit="%",
        decimals=0,
        better="high",
        reference=_REFERENCE,
        years=((2011, 2015),),
        breaks=(_NEW,),
        sources=(Source("ks2_levels", f"PT2{stem}12{{g}}"),),
    )


def _gap(code: str, name: str, column: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        phase="KS2",
        unit="points",
        decimals=0,
        better="high",
        reference=_REFERENCE,
        years=((2012, 2015),),
        sources=(Source("ks2_levels", column),),
    )


INDICATORS = (
    *(_standard(s, label, stem, "expected", "EXP") for s, label, stem, _ in _SUBJECTS),
    *(_standard(s, label, stem, "higher", "HIGH") for s, label, stem, _ in _SUBJECTS),
    *(_progress(s, stem) for s, stem in (("reading", "READ"), ("writing", "WRIT"), ("maths", "MAT"))),
    *(_scaled(s, stem) for s, stem in (("reading", "READ"), ("maths", "MAT"), ("gps", "GPS"))),
    *(_two_levels(s, stem) for s, stem in (("reading", "READ"), ("writing", "WRITTA"), ("maths", "MATH"))),
    Indicator(
        code="ks2_points",
        name="Key stage 2 average point score",
        phase="KS2",
        unit="points",
        decimals=1,
        better="high",
        reference=_REFERENCE,
        years=((2010, 2015),),
        breaks=(_NEW,),
        sources=(Source("ks2_levels", "TAPS", text="AVGLEVEL"),),
    ),
    Indicator(
        code="ks2_reading_two_levels_below_tests",
        name="Not able to take the reading test or absent",
        phase="KS2",
        unit="%",
        decimals=0,
        better="low",
        reference=_REFERENCE,
        years=((2010, 2015),),
        sources=(Source("ks2_levels", "PTREADAT"),),
    ),
    _gap(
        "ks2_disadvantaged_gap_rwm_3yr",
        "Disadvantaged pupils' level 4 in reading, writing and maths less England's, three years",
        "GAPN_3YR_RWMX_FSMCLA",
    ),
    Indicator(
        code="ks2_disadvantaged_pupils",
        name="Disadvantaged pupils at the end of key stage 2",
        phase="KS2",
        unit="pupils",
        decimals=0,
        better="neither",
        reference=_REFERENCE,
        sources=(Source("ks2_levels", "TFSMCLA"), Source("ks2", "TFSM6CLA1A")),
    ),
    Indicator(
        code="ks2_pupils",
        name="Pupils at the end of key stage 2",
        phase="KS2",
        unit="pupils",
        decimals=0,
        better="neither",
        reference=_REFERENCE,
        sources=(Source("ks2", "TELIG{g}"), Source("ks2_levels", "TKS1EXP_L+TKS1EXP_M+TKS1EXP_H")),
        description="In the level 4 era the pupils with a known key stage 1 result.",
    ),
    Indicator(
        code="ks2_rwm_expected_3yr",
        name="Key stage 2 reading, writing and maths: expected standard, three years",
        phase="KS2",
        unit="%",
        decimals=0,
        better="high",
        reference=_REFERENCE,
        years=((2018, 2019), (2024, None)),
        breaks=(_GAP,),
        sources=(Source("ks2", "PTRWM_EXP_3YR"),),
    ),
)
