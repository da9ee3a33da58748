"""What was promised for a school and by it, who owes it and by when; and the calendars that people subscribe to."""

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import somebody, who_and_when, who_when_and_why

_PERSON = settings.AUTH_USER_MODEL


class Side(models.TextChoices):
    """Who promised."""

    AUTHORITY = "authority", "The authority"
    SCHOOL = "school", "The school"


class Promise(models.Model):
    """Something agreed with a school: what, whose it is to do, by which day, and what became of it.

    `source` and `source_id` say where it was agreed (a note of visit, a meeting); a promise is carried on until it is
    kept or let go with a reason. One recorded by mistake is undone on the same day, never removed.
    """

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    urn = models.PositiveIntegerField()
    side = models.CharField(max_length=10, choices=Side.choices)
    words = models.TextField()
    owner = models.ForeignKey(_PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=120)
    agreed_on = models.DateField()
    due_on = models.DateField()
    source = models.CharField(max_length=30, blank=True)
    source_id = models.PositiveIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_by = somebody()
    undone_at = models.DateTimeField(null=True, blank=True)
    kept_by = somebody()
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_words = models.CharField(max_length=300, blank=True)
    dropped_by = somebody()
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("due_on", "id")
        indexes = [
            models.Index(fields=("authority", "urn"), name="promise_school"),
            models.Index(fields=("authority", "due_on"), name="promise_due"),
        ]
        constraints = [
            who_and_when("promise_undone_by_somebody", "undone"),
            who_and_when("promise_kept_by_somebody", "kept"),
            who_when_and_why("promise_dropped_by_somebody_with_a_reason", "dropped"),
            models.CheckConstraint(
                name="promise_due_when_agreed_or_later",
                condition=models.Q(due_on__gte=models.F("agreed_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]


class NewDay(models.Model):
    """The day of a promise, put off or brought forward, with the reason; the day it had stays on record."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="new_days")
    was_due_on = models.DateField()
    due_on = models.DateField()
    reason = models.CharField(max_length=300)
    moved_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ("moved_at", "id")

    def __str__(self) -> str:
        return f"from {self.was_due_on} to {self.due_on}"


class CalendarFeed(models.Model):
    """A secret address under which a person's calendar is read without signing in, kept only as a digest.

    A person has one that works; a new one ends the one before.
    """

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = somebody()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            who_and_when("calendar_feed_ended_by_somebody", "ended"),
            models.UniqueConstraint(
                fields=("authority", "person"),
                condition=models.Q(ended_at=None),
                name="one_calendar_feed_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"the calendar of {self.person_id}"
