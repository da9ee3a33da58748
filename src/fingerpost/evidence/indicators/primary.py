"""Key stages 1 and 2: the expected standard from 2016; key stage 2 in the level 4 era to 2015."""

from fingerpost.evidence.indicators.columns import EES, pupils
from fingerpost.evidence.indicators.model import Better, Break, Indicator, Source

_ERA = ((2016, 2019), (2022, None))
_GAP = Break(2020, "no tests in 2020 and 2021")
_NEW = Break(2016, "new curriculum and scaled scores in 2016")
_RWM_2012 = Break(2012, "reading, writing and maths took the place of English and maths in 2012")
_WRITING = Break(2018, "writing framework changed in 2018")
_REFERENCE = "DfE, Key stage 2 attainment: methodology; performance tables metadata (ks2_meta)"
#: Ours, the words, the stem of performance-table columns, the subject in tidy files.
_SUBJECTS = (
    ("rwm", "reading, writing and maths", "RWM", "Reading, writing and maths"),
    ("reading", "reading", "READ", "Reading"),
    ("writing", "writing", "WRITTA", "Writing"),
    ("maths", "maths", "MAT", "Maths"),
    ("gps", "grammar, punctuation and spelling", "GPS", "Grammar, punctuation and spelling"),
)
#: Counted from pupils too. The higher standard in grammar, punctuation and spelling can be had from the score.
_COUNTED = {f"{s}_{h}": f"{s}_{c}" for s in ("rwm", "reading", "writing", "maths")
            for h, c in (("expected", "expected"), ("higher", "high"))} | {"gps_expected": "gps_expected"}  # fmt: skip


def _measure(
    code: str, name: str, unit: str, decimals: int, better: Better, *sources: Source, **more: object
) -> Indicator:
    usual: dict = {"phase": "KS2", "reference": _REFERENCE, "years": _ERA, "breaks": (_NEW, _GAP)}
    fields: dict = usual | more
    return Indicator(
        code=code,
        name=name,
        unit=unit,
        decimals=decimals,
        better=better,
        sources=sources,
        **fields,
    )


def _standard(subject: str, label: str, stem: str, topic: str, standard: str, suffix: str) -> Indicator:
    return _measure(
        f"ks2_{subject}_{standard}",
        f"Key stage 2 {label}: {standard} standard",
        "%",
        0,
        "high",
        Source("ks2", f"PT{stem}_{suffix}{{g}}", "", "TELIG{g}"),
        Source("tidy", f"{standard}_standard_pupil_percent", where=(("subject", topic),), reference=EES),
        *(pupils("ks2", column) for column in (_COUNTED.get(f"{subject}_{standard}"),) if column),
        breaks=(_NEW, _GAP, *((_WRITING,) if subject == "writing" else ())),
    )


def _progress(subject: str, stem: str) -> Indicator:
    return _measure(
        f"ks2_{subject}_progress",
        f"Key stage 2 progress in {subject}",
        "score",
        1,
        "high",
        Source(
            "ks2",
            f"{stem}PROG{{g}}",
            "",
            "TELIG{g}",
            f"{stem}PROG{{g}}_LOWER",
            f"{stem}PROG{{g}}_UPPER",
            f"{stem}PROG{{g}}_DESCR",
        ),
        Source(
            "tidy",
            "progress_measure_score",
            lower="progress_measure_lower_conf_interval",
            upper="progress_measure_upper_conf_interval",
            text="progress_measure_description",
            where=(("subject", subject),),
            reference=EES,
        ),
        pupils("ks2", f"{subject}_progress", times=0.01, mean=True),
        years=((2016, 2019), (2022, 2023), (2026, None)),
        breaks=(_NEW, _GAP, Break(2024, "no key stage 1 baseline in 2024 and 2025")),
    )


def _scaled(subject: str, stem: str, topic: str) -> Indicator:
    return _measure(
        f"ks2_{subject}_scaled",
        f"Key stage 2 average scaled score in {subject}",
        "score",
        1,
        "high",
        Source("ks2", f"{stem}_AVERAGE{{g}}", "", "TELIG{g}", mean=True),
        Source("tidy", "average_scaled_score", where=(("subject", topic),), reference=EES),
        pupils("ks2", f"{subject}_score", mean=True),
    )


def _two_levels(subject: str, stem: str) -> Indicator:
    return _measure(
        f"ks2_{subject}_expected_progress",
        f"At least two levels of progress in {subject}",
        "%",
        0,
        "high",
        Source("ks2_levels", f"PT2{stem}12{{g}}"),
        Source("ks2_levels", f"PT2{stem}{{g}}"),
        years=((2011, 2015),),
        breaks=(_NEW,),
    )


def _level(code: str, name: str, column: str) -> Indicator:
    return _measure(
        code,
        name,
        "%",
        0,
        "high",
        Source("ks2_levels", column, "", "TELIG"),
        years=((2012, 2015),),
        breaks=(_RWM_2012, _NEW),
    )


def _infants(subject: str, label: str, standard: str, column: str) -> Indicator:
    """Key stage 1, by the teachers' own assessment; a choice of each school from 2024."""
    words = "expected standard" if standard == "expected" else "greater depth"
    return _measure(
        f"ks1_{subject}_{standard}",
        f"Key stage 1 {label}: {words}",
        "%",
        0,
        "high",
        pupils("ks1", f"{subject}_{column}"),
        phase="KS1",
        reference="DfE, Phonics screening check and key stage 1 assessments: methodology",
        years=((2016, 2019), (2022, 2023)),
        breaks=(_NEW, _GAP, *((_WRITING,) if subject in ("rwm", "writing") else ())),
    )


INDICATORS = (
    *(_infants(s, label, "expected", "expected") for s, label, *_ in _SUBJECTS if s != "gps"),
    _infants("science", "science", "expected", "expected"),
    *(_infants(s, label, "higher", "high") for s, label, *_ in _SUBJECTS if s != "gps"),
    *(_standard(*subject, "expected", "EXP") for subject in _SUBJECTS),
    *(_standard(*subject, "higher", "HIGH") for subject in _SUBJECTS),
    *(_progress(s, stem) for s, stem in (("reading", "READ"), ("writing", "WRIT"), ("maths", "MAT"))),
    _scaled("reading", "READ", "Reading"),
    _scaled("maths", "MAT", "Maths"),
    _scaled("gps", "GPS", "Grammar, punctuation and spelling"),
    _measure(
        "ks2_science_expected",
        "Key stage 2 science: expected standard",
        "%",
        0,
        "high",
        Source("ks2", "PTSCITA_EXP{g}", "", "TELIG{g}"),
        Source("tidy", "expected_standard_pupil_percent", where=(("subject", "Science"),), reference=EES),
        pupils("ks2", "science_expected"),
    ),
    _measure(
        "ks2_tables_full_marks",
        "Multiplication tables check: full marks",
        "%",
        0,
        "high",
        Source("tidy", "pt_mtc_scored_25", reference=EES),
        Source("tidy", "mtc_score_25_pupil_percent", reference=EES),
        pupils("mtc", "full_marks"),
        years=((2022, None),),
        breaks=(),
    ),
    _measure(
        "ks2_tables_score",
        "Multiplication tables check: average score",
        "score",
        1,
        "high",
        Source("tidy", "mtc_average_score", reference=EES),
        Source("tidy", "mtc_score_average", reference=EES),
        pupils("mtc", "score", mean=True),
        years=((2022, None),),
        breaks=(),
    ),
    *(_two_levels(s, stem) for s, stem in (("reading", "READ"), ("writing", "WRITTA"), ("maths", "MATH"))),
    _level("ks2_rwm_level4", "Level 4 or above in reading, writing and maths", "PTREADWRITTAMATX"),
    _level(
        "ks2_rwm_level4b",
        "Level 4B or above in reading and maths and level 4 in writing",
        "PTREADWRITTAMAT4B",
    ),
    _level("ks2_rwm_level5", "Level 5 or above in reading, writing and maths", "PTREADWRITTAMATAX"),
    _measure(
        "ks2_points",
        "Key stage 2 average point score",
        "points",
        1,
        "high",
        Source("ks2_levels", "TAPS", text="AVGLEVEL"),
        years=((2010, 2015),),
        breaks=(_NEW,),
    ),
    _measure(
        "ks2_reading_two_levels_below_tests",
        "Not able to take the reading test or absent",
        "%",
        0,
        "low",
        Source("ks2_levels", "PTREADAT"),
        years=((2010, 2015),),
        breaks=(),
    ),
    _measure(
        "ks2_disadvantaged_gap_rwm_3yr",
        "Disadvantaged pupils' level 4 in reading, writing and maths less England's, three years",
        "points",
        0,
        "high",
        Source("ks2_levels", "GAPN_3YR_RWMX_FSMCLA"),
        years=((2012, 2015),),
        breaks=(),
    ),
    _measure(
        "ks2_disadvantaged_pupils",
        "Disadvantaged pupils at the end of key stage 2",
        "pupils",
        0,
        "neither",
        Source("ks2_levels", "TFSMCLA"),
        Source("ks2", "TFSM6CLA1A"),
        years=((2000, None),),
        breaks=(),
    ),
    _measure(
        "ks2_pupils",
        "Pupils at the end of key stage 2",
        "pupils",
        0,
        "neither",
        Source("ks2", "TELIG{g}"),
        Source("ks2_levels", "TELIG"),
        Source("ks2_levels", "TKS1EXP_L+TKS1EXP_M+TKS1EXP_H"),
        years=((2000, None),),
        breaks=(),
        description="In an extract of the level 4 era the pupils with a known key stage 1 result.",
    ),
    _measure(
        "ks2_rwm_expected_3yr",
        "Key stage 2 reading, writing and maths: expected standard, three years",
        "%",
        0,
        "high",
        Source("ks2", "PTRWM_EXP_3YR"),
        years=((2018, 2019), (2024, None)),
        breaks=(_GAP,),
    ),
)
