"""Disputed figures. Figures themselves are read from the archive, and an address holds what was asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

_PERSON = settings.AUTH_USER_MODEL
#: As `rules.State` has them; written out, or the migration would import the rule.
_UNSETTLED = ("open", "with the Department")


class DisputeQuerySet(models.QuerySet):
    def unsettled(self) -> models.QuerySet:
        """Those that nobody has settled or withdrawn."""
        return self.filter(state__in=_UNSETTLED)


class Dispute(models.Model):
    """A figure that somebody says is wrong: of a school, or with no URN of the authority itself."""

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    urn = models.PositiveIntegerField(null=True, blank=True)
    place_name = models.CharField(max_length=200)
    indicator = models.CharField(max_length=200)
    group = models.CharField(max_length=200)
    period = models.CharField(max_length=20)
    shown = models.CharField(max_length=60)
    should_be = models.CharField(max_length=60, blank=True)
    evidence = models.TextField()
    state = models.CharField(max_length=20)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(_PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ("raised_at", "id")
        indexes = [models.Index(fields=("authority", "state"), name="dispute_state")]
        constraints = [
            models.UniqueConstraint(
                fields=("authority", "urn", "indicator", "group", "period"),
                condition=Q(state__in=_UNSETTLED) & Q(urn__isnull=False),
                name="one_open_dispute_a_figure",
            ),
            models.UniqueConstraint(
                fields=("authority", "indicator", "group", "period"),
                condition=Q(state__in=_UNSETTLED) & Q(urn__isnull=True),
                name="one_open_dispute_a_figure_of_ours",
            ),
            models.CheckConstraint(
                name="dispute_settled_by_somebody",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, state__in=_UNSETTLED)
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(state__in=_UNSETTLED)),
            ),
            models.CheckConstraint(name="dispute_has_evidence", condition=~Q(evidence="")),
        ]

    def __str__(self) -> str:
        return f"{self.place_name}, {self.indicator}, {self.group}, {self.period}"


class DisputeAnswer(models.Model):
    """What the authority answered, and why. Asking the Department is an answer after which another comes."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=20)
    reasons = models.TextField()
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("answered_at", "id")

    def __str__(self) -> str:
        return f"{self.dispute}: {self.answer}"
