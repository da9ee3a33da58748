"""Schools on watch: the arrangements of a lower level for a school whose own level stays as it is."""

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import somebody, who_and_when, who_when_and_why

_PERSON = settings.AUTH_USER_MODEL


class Watch(models.Model):
    """A school watched from a day until somebody ends it with a reason, and looked at again by a day at the latest.

    It moves no level: `level` is the one that the school had when it was put on watch, and keeps.
    """

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    urn = models.PositiveIntegerField()
    level = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    arrangements = models.TextField()
    from_on = models.DateField()
    review_on = models.DateField()
    put_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    ended_by = somebody()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    undone_by = somebody()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("review_on", "id")
        indexes = [models.Index(fields=("authority", "urn"), name="watch_school")]
        constraints = [
            who_when_and_why("watch_ended_by_somebody_with_a_reason", "ended"),
            who_and_when("watch_undone_by_somebody", "undone"),
            models.CheckConstraint(name="watch_has_a_reason", condition=~models.Q(reason="")),
            models.UniqueConstraint(
                fields=("authority", "urn"),
                condition=models.Q(ended_at=None, undone_at=None),
                name="one_watch_a_school_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.urn} on watch from {self.from_on}"


class WatchReview(models.Model):
    """A school on watch looked at again: what was seen, and when next."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="reviews")
    words = models.TextField()
    next_on = models.DateField()
    reviewed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ("-reviewed_at", "-id")

    def __str__(self) -> str:
        return f"review of {self.watch}"
