"""What monitoring decides, by topic; no rule knows a table."""

from fingerpost.monitor.rules.hearing import (
    CONTACT_KINDS,
    FLAG_KINDS,
    SEVERITIES,
    SURFACINGS_FOR_A_TASK,
    TASK_WORKING_DAYS,
    NotAFlag,
    check_contact,
    check_flag,
    counts_in_rating,
    raises_task,
)
from fingerpost.monitor.rules.judging import (
    HERE,
    CannotUndo,
    NotAJudgement,
    can_undo,
    check_can_undo,
    check_is_judgement,
    check_made_on,
    judged_strands,
    scheme_of,
)

__all__ = [
    "CONTACT_KINDS",
    "FLAG_KINDS",
    "HERE",
    "SEVERITIES",
    "SURFACINGS_FOR_A_TASK",
    "TASK_WORKING_DAYS",
    "CannotUndo",
    "NotAFlag",
    "NotAJudgement",
    "can_undo",
    "check_can_undo",
    "check_contact",
    "check_flag",
    "check_is_judgement",
    "check_made_on",
    "counts_in_rating",
    "judged_strands",
    "raises_task",
    "scheme_of",
]
