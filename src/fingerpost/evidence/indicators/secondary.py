"""Key stage 4."""

from fingerpost.evidence.indicators.columns import EES, KS4_2018, pupils
from fingerpost.evidence.indicators.model import Break, Indicator, Source

_REFERENCE = "DfE, Key stage 4 performance: methodology; performance tables metadata (ks4_meta)"
_WOLF = Break(2014, "first entry and the qualifications that count changed in 2014")
_GRADES = Break(2017, "grades 9 to 1 began in 2017")
_SCALE = Break(2018, "points scale changed in 2018")
_TEACHERS = (
    Break(2020, "grades given by teachers in 2020 and 2021; no school figures"),
    Break(2022, "grades set between 2019 and 2021"),
    Break(2023, "grading back to 2019"),
)


def _measure(
    code: str, name: str, unit: str, decimals: int, sources: tuple[Source, ...], **more: object
) -> Indicator:
    fields: dict = {"years": ((2016, 2019), (2022, None)), "breaks": _TEACHERS, "better": "high"} | more
    return Indicator(
        code=code,
        name=name,
        phase="KS4",
        unit=unit,
        decimals=decimals,
        reference=_REFERENCE,
        sources=sources,
        **fields,
    )


INDICATORS = (
    _measure(
        "ks4_attainment8",
        "Attainment 8",
        "points",
        1,
        (
            Source("ks4", "ATT8SCR{g}", "", "TPUP{g}", mean=True),
            Source("tidy", "", "t_att8", "t_pupils", mean=True),
            Source("tidy", "attainment8_average", reference=EES),
            pupils("ks4", "attainment8", times=0.01, mean=True),
        ),
        breaks=(_GRADES, _SCALE, *_TEACHERS),
    ),
    _measure(
        "ks4_progress8",
        "Progress 8",
        "score",
        2,
        (
            Source("ks4", "P8MEA{g}", "", "P8PUP{g}", "P8CILOW{g}", "P8CIUPP{g}", "P8_BANDING{g}"),
            Source("tidy", "", "t_p8score", "t_inp8calc", mean=True),
            Source(
                "tidy",
                "progress8_average",
                "",
                "progress8_pupil_count",
                "progress8_lower_95_ci",
                "progress8_upper_95_ci",
                "progress8_banding",
                reference=EES,
            ),
            # A pupil's score is a tenth of a difference in hundredths.
            pupils("ks4", "progress8", times=0.001, mean=True),
        ),
        years=((2016, 2019), (2022, 2024), (2027, None)),
        breaks=(*_TEACHERS, Break(2025, "no key stage 2 baseline in 2025 and 2026")),
    ),
    _measure(
        "ks4_english_maths_5",
        "English and maths at grade 5 or above",
        "%",
        0,
        (
            Source("ks4", "PTL2BASICS_95{g}", "", "TPUP{g}"),
            Source("tidy", "", "t_l2basics_95", "t_pupils"),
            Source("tidy", "engmath_95_percent", reference=EES),
            pupils("ks4", "english_maths_5"),
        ),
        years=((2017, 2019), (2022, None)),
    ),
    _measure(
        "ks4_english_maths_4",
        "English and maths at grade 4 or above",
        "%",
        0,
        (
            Source("ks4", "PTL2BASICS_94{g}", "", "TPUP{g}"),
            Source("tidy", "", "t_l2basics_94", "t_pupils"),
            Source("tidy", "engmath_94_percent", reference=EES),
            pupils("ks4", "english_maths_4"),
        ),
        years=((2017, 2019), (2022, None)),
    ),
    _measure(
        "ks4_english_maths_c",
        "English and maths at grade C or above",
        "%",
        0,
        (
            Source("ks4", "PTL2BASICS_LL_PTQ_EE", "", "TPUP"),
            Source("ks4", "PTL2BASICS_PTQ", "", "TPUP"),
            Source("ks4", "PTL2BASICS{g}", "", "TPUP{g}"),
            Source("ks4_2010", "PLev2EngMath", "", "KS4TotPup"),
            pupils("ks4", "english_maths_c"),
        ),
        years=((2006, 2016),),
        breaks=(_WOLF,),
    ),
    _measure(
        "ks4_ebacc_entry",
        "Entered for the English Baccalaureate",
        "%",
        0,
        (
            Source("ks4", "PTEBACC_E{g}_PTQ_EE", "", "TPUP{g}"),
            Source("ks4", "PTEBACC_E{g}_PTQ", "", "TPUP{g}"),
            Source("ks4", "PTEBACC_E{g}", "", "TPUP{g}"),
            Source("tidy", "", "t_ebacc_e_ptq_ee", "t_pupils"),
            Source("tidy", "ebacc_entering_percent", reference=EES),
            pupils("ks4", "ebacc_entry"),
        ),
        years=((2013, 2019), (2022, None)),
    ),
    _measure(
        "ks4_ebacc_5",
        "English Baccalaureate at grade 5 or above",
        "%",
        0,
        (
            Source("ks4", "PTEBACC_95{g}", "", "TPUP{g}"),
            Source("tidy", "", "t_ebacc_95", "t_pupils"),
            Source("tidy", "ebacc_95_percent", reference=EES),
            pupils("ks4", "ebacc_5"),
        ),
        years=((2017, 2019), (2022, None)),
    ),
    _measure(
        "ks4_ebacc_4",
        "English Baccalaureate at grade 4 or above",
        "%",
        0,
        (
            Source("ks4", "PTEBACC_94{g}", "", "TPUP{g}"),
            Source("tidy", "", "t_ebacc_94", "t_pupils"),
            Source("tidy", "ebacc_94_percent", reference=EES),
            pupils("ks4", "ebacc_4"),
        ),
        years=((2017, 2019), (2022, None)),
    ),
    _measure(
        "ks4_ebacc_points",
        "English Baccalaureate average point score",
        "points",
        2,
        (
            Source("ks4", "EBACCAPS{g}", "", "TPUP{g}", mean=True, reference=KS4_2018),
            Source("tidy", "", "t_ebaccaps", "t_pupils", mean=True),
            Source("tidy", "ebacc_aps_average", reference=EES),
            pupils("ks4", "ebacc_points", times=0.01, mean=True),
        ),
        years=((2018, 2019), (2022, None)),
    ),
    _measure(
        "ks4_5acem",
        "Five or more A* to C with English and maths",
        "%",
        0,
        (
            Source("ks4_2010", "P5ACinclEM", "", "KS4TotPup"),
            Source("ks4", "PTAC5EM{g}_PTQ_EE", "", "TPUP{g}"),
            Source("ks4", "PTAC5EM{g}_PTQ", "", "TPUP{g}"),
            Source("ks4", "PTAC5EM{g}", "", "TPUP{g}"),
            Source("ks4", "PT5EM_94{g}", "", "TPUP{g}"),
            pupils("ks4", "five_good_em"),
        ),
        years=((2005, 2017),),
        breaks=(_WOLF, _GRADES),
    ),
    _measure(
        "ks4_5ac",
        "Five or more A* to C",
        "%",
        0,
        (
            Source("ks4_2010", "P5AC", "", "KS4TotPup"),
            Source("ks4", "PTAC5_PTQ", "", "TPUP"),
            Source("ks4", "PTAC5", "", "TPUP"),
        ),
        years=((1996, 2016),),
        breaks=(_WOLF,),
    ),
    _measure(
        "ks4_expected_progress_english",
        "Expected progress in English",
        "%",
        0,
        (
            Source("ks4_2010", "PProgEng", "", "KS4TotPup"),
            Source("ks4", "PT24ENGPRG{g}_PTQ", "", "TPUP{g}"),
            Source("ks4", "PT24EngPrg{g}", "", "TPUP{g}"),
        ),
        years=((2009, 2015),),
        breaks=(_WOLF,),
    ),
    _measure(
        "ks4_expected_progress_maths",
        "Expected progress in maths",
        "%",
        0,
        (
            Source("ks4_2010", "PProgMath", "", "KS4TotPup"),
            Source("ks4", "PT24MATHPRG{g}_PTQ", "", "TPUP{g}"),
            Source("ks4", "PT24MathPrg{g}", "", "TPUP{g}"),
        ),
        years=((2009, 2015),),
        breaks=(_WOLF,),
    ),
    _measure(
        "ks4_value_added",
        "Contextual value added, key stages 2 to 4",
        "score",
        1,
        (Source("ks4_2010", "CVAMea", "", "KS4TotPup", "CVALConf", "CVAUConf"),),
        years=((2006, 2010),),
    ),
    _measure(
        "ks4_pupils",
        "Pupils at the end of key stage 4",
        "pupils",
        0,
        (Source("ks4", "TPUP{g}"), Source("ks4_2010", "KS4TotPup")),
        better="neither",
        years=((2000, None),),
        breaks=(),
    ),
)
