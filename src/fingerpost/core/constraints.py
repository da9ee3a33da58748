"""What tables of every room need: whoever did a deed, and constraints that keep what is kept of it together."""

from django.conf import settings
from django.db.models import PROTECT, CheckConstraint, ForeignKey, Q


def somebody() -> ForeignKey:
    """Whoever did a deed that may not be done yet. Nobody who did one is ever deleted."""
    return ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=PROTECT, related_name="+")


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
