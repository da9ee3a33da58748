"""Rating runs with copies of what they used."""

from __future__ import annotations

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL


class RatingRun(models.Model):
    """One computation of every level of an authority on a day under an edition, with all that it used."""

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="rating_runs")
    edition = models.CharField(max_length=80)
    edition_name = models.CharField(max_length=200)
    edition_hash = models.CharField(max_length=64)
    as_at = models.DateField()
    #: The day by which judgements count, where it is later than that of the figures: those of a round.
    judged_by = models.DateField(null=True, blank=True)
    #: A digest of all that was read: a run of the same is the same.
    fingerprint = models.CharField(max_length=64, blank=True)
    snapshots_key = models.CharField(max_length=64)
    snapshots = models.JSONField(default=list)
    levels = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-computed_at", "-id")
        indexes = [models.Index(fields=("authority", "-computed_at"), name="run_latest")]

    def __str__(self) -> str:
        return f"{self.authority} {self.edition} as at {self.as_at}"


class Rating(models.Model):
    """One school under one scheme in a run: the level and everything that explains it.

    `marks` are the strands at their shortest, for a grid of hundreds; `strands` hold sentences and figures.
    """

    run = models.ForeignKey(RatingRun, on_delete=models.CASCADE, related_name="ratings")
    urn = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    scheme = models.CharField(max_length=40)
    level = models.CharField(max_length=40)
    indicative = models.CharField(max_length=40, blank=True)
    best = models.CharField(max_length=40, blank=True)
    worst = models.CharField(max_length=40, blank=True)
    floor = models.CharField(max_length=200, blank=True)
    is_fragile = models.BooleanField(default=False)
    applicable = models.PositiveSmallIntegerField(default=0)
    assessed = models.FloatField(default=0)
    direction = models.CharField(max_length=20, blank=True)
    direction_because = models.JSONField(default=list, blank=True)
    because = models.JSONField(default=list)
    marks = models.JSONField(default=list)
    strands = models.JSONField(default=list)

    class Meta:
        ordering = ("name", "urn", "scheme")
        constraints = [
            models.UniqueConstraint(fields=("run", "urn", "scheme"), name="a_school_once_a_scheme_a_run")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.level}"
