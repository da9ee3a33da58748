"""Constraints that tables of every room need: what is kept of a deed is kept together."""

from django.db.models import CheckConstraint, Q


def who_and_when(name: str, deed: str) -> CheckConstraint:
    """`undone_at` and `undone_by`, both or neither."""
    at, by = f"{deed}_at__isnull", f"{deed}_by__isnull"
    return CheckConstraint(name=name, condition=Q(**{at: True, by: True}) | Q(**{at: False, by: False}))


def who_when_and_why(name: str, deed: str) -> CheckConstraint:
    """`closed_at`, `closed_by` and `closed_reason`, all or none."""
    at, by, why = f"{deed}_at__isnull", f"{deed}_by__isnull", f"{deed}_reason"
    return CheckConstraint(
        name=name,
        condition=Q(**{at: True, by: True, why: ""}) | (Q(**{at: False, by: False}) & ~Q(**{why: ""})),
    )
