"""Who is on roll: the school census."""

from fingerpost.evidence.indicators.model import Break, Indicator, Source

_REFERENCE = "DfE, Schools, pupils and their characteristics; performance tables metadata (census_meta)"
_SEN = Break(2015, "SEN support took the place of school action and school action plus")


def _context(
    code: str, name: str, unit: str, decimals: int, *sources: Source, breaks: tuple[Break, ...] = ()
) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        phase="all",
        unit=unit,
        decimals=decimals,
        better="neither",
        reference=_REFERENCE,
        breaks=breaks,
        sources=sources,
    )


INDICATORS = (
    _context(
        "roll", "Pupils on roll", "pupils", 0, Source("census", "NOR"), Source("census_2014", "TOTPUPSENDN")
    ),
    _context(
        "girls",
        "Girls on roll",
        "%",
        1,
        Source("census", "PNORG", "NORG", "NOR"),
        Source("census_2014", "PNORG", "NORG", "TOTPUPSENDN"),
    ),
    _context(
        "boys",
        "Boys on roll",
        "%",
        1,
        Source("census", "PNORB", "NORB", "NOR"),
        Source("census_2014", "PNORB", "NORB", "TOTPUPSENDN"),
    ),
    _context(
        "eal",
        "Pupils whose first language is not English",
        "%",
        1,
        Source("census", "PNUMEAL", "NUMEAL"),
        Source("census_2014", "PNUMEAL", "NUMEAL"),
    ),
    _context(
        "fsm",
        "Pupils eligible for free school meals",
        "%",
        1,
        Source("census", "PNUMFSM", "NUMFSM"),
        Source("census_2014", "PNUMFSM", "NUMFSM"),
    ),
    _context(
        "fsm6",
        "Pupils eligible for free school meals in the last six years",
        "%",
        1,
        Source("census", "PNUMFSMEVER", "NUMFSMEVER"),
        Source("census_2014", "PNUMFSMEVER", "NUMFSMEVER"),
    ),
    _context(
        "sen_plan",
        "Pupils with an EHC plan",
        "%",
        1,
        Source("census", "PSENELSE", "TSENELSE", "NOR"),
        breaks=(_SEN,),
    ),
    _context(
        "sen_support",
        "Pupils with SEN support",
        "%",
        1,
        Source("census", "PSENELK", "TSENELK", "NOR"),
        breaks=(_SEN,),
    ),
    _context(
        "sen_action",
        "Pupils at school action",
        "%",
        1,
        Source("census_2014", "PSENA", "TSENA", "TOTPUPSENDN"),
        breaks=(_SEN,),
    ),
    _context(
        "sen_statement_plus",
        "Pupils with a statement or at school action plus",
        "%",
        1,
        Source("census_2014", "PSENSAP", "TSENSAP", "TOTPUPSENDN"),
        breaks=(_SEN,),
    ),
)
