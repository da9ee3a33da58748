"""What was promised for a school and by it, with who owes it and by when."""

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import who_and_when, who_when_and_why

_PERSON = settings.AUTH_USER_MODEL


class Side(models.TextChoices):
    """Who promised."""

    AUTHORITY = "authority", "The authority"
    SCHOOL = "school", "The school"


class Promise(models.Model):
    """Something agreed with a school: what, whose it is to do, by which day, and what became of it.

    `source` and `source_id` say where it was agreed (a note of visit, a meeting); a promise is carried on until it is
    kept or let go with a reason.
    """

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    urn = models.PositiveIntegerField()
    side = models.CharField(max_length=10, choices=Side.choices)
    words = models.TextField()
    owner = models.ForeignKey(_PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=120)
    due_on = models.DateField()
    source = models.CharField(max_length=30, blank=True)
    source_id = models.PositiveIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    kept_by = models.ForeignKey(_PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_words = models.CharField(max_length=300, blank=True)
    dropped_by = models.ForeignKey(_PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("due_on", "id")
        indexes = [
            models.Index(fields=("authority", "urn"), name="promise_school"),
            models.Index(fields=("authority", "due_on"), name="promise_due"),
        ]
        constraints = [
            who_and_when("promise_kept_by_somebody", "kept"),
            who_when_and_why("promise_dropped_by_somebody_with_a_reason", "dropped"),
        ]

    def __str__(self) -> str:
        return self.words[:80]
