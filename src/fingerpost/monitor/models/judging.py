"""What advisers judged, and the views of the grid that people keep."""

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import somebody, who_and_when

_PERSON = settings.AUTH_USER_MODEL


class JudgementQuerySet(models.QuerySet):
    def standing(self) -> models.QuerySet:
        """Those that nobody took back."""
        return self.filter(undone_at=None)


class Judgement(models.Model):
    """An adviser's judgement of one strand or floor of a school. A later one supersedes it; none is deleted."""

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    urn = models.PositiveIntegerField()
    scheme = models.CharField(max_length=40)
    strand = models.CharField(max_length=60)
    level = models.CharField(max_length=40)
    reason = models.TextField()
    edition = models.CharField(max_length=80)
    made_on = models.DateField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    #: The note of visit in which it was written, if any.
    note = models.ForeignKey(
        "monitor.Note", null=True, blank=True, on_delete=models.PROTECT, related_name="judgements"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = somebody()

    objects = JudgementQuerySet.as_manager()

    class Meta:
        ordering = ("urn", "scheme", "strand", "-made_on", "-recorded_at", "-id")
        indexes = [models.Index(fields=("authority", "urn"), name="judgement_school")]
        constraints = [
            who_and_when("judgement_undone_by_somebody", "undone"),
            models.CheckConstraint(name="judgement_has_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.strand}: {self.level}"


class SavedView(models.Model):
    """A way of looking at the tracking grid that somebody keeps: the filters, order and columns in its address."""

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(fields=("authority", "saved_by", "name"), name="a_view_once_a_person")
        ]

    def __str__(self) -> str:
        return self.name
