"""What any service hears of a school, and the tasks that come of it."""

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import somebody, who_and_when, who_when_and_why

_PERSON = settings.AUTH_USER_MODEL


class Flag(models.Model):
    """Something a service heard of a school. It is soft until an officer has substantiated it; it names no child."""

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    urn = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    severity = models.CharField(max_length=10)
    source = models.CharField(max_length=120)
    words = models.TextField()
    is_restricted = models.BooleanField(default=False)
    review_on = models.DateField()
    raised_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    substantiated_by = somebody()
    substantiated_at = models.DateTimeField(null=True, blank=True)
    substantiated_reason = models.TextField(blank=True)
    told_by = somebody()
    told_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = somebody()
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_by = somebody()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-raised_at", "-id")
        indexes = [models.Index(fields=("authority", "urn"), name="flag_school")]
        constraints = [
            who_when_and_why("flag_closed_by_somebody_with_a_reason", "closed"),
            who_when_and_why("flag_substantiated_by_somebody_with_a_reason", "substantiated"),
            who_and_when("flag_told_by_somebody", "told"),
            who_and_when("flag_answered_by_somebody", "answered"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.urn}"


class Surfacing(models.Model):
    """The same thing heard again."""

    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="surfacings")
    source = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    heard_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField()

    class Meta:
        ordering = ("heard_at", "id")

    def __str__(self) -> str:
        return f"heard again from {self.source}"


class Task(models.Model):
    """Something that an officer has to do by a day, about a school or (no URN) not. `source` is what it came of:
    a flag, or a meeting, by its number."""

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    urn = models.PositiveIntegerField(null=True, blank=True)
    words = models.CharField(max_length=300)
    because = models.CharField(max_length=200)
    source = models.CharField(max_length=20, default="flag")
    source_id = models.PositiveIntegerField(null=True, blank=True)
    owner = models.ForeignKey(_PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    raised_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    done_by = somebody()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_on", "id")
        indexes = [
            models.Index(fields=("authority", "urn"), name="task_school"),
            models.Index(fields=("source", "source_id"), name="task_source"),
        ]
        constraints = [who_and_when("task_done_by_somebody", "done")]

    def __str__(self) -> str:
        return self.words
