"""What is kept: loaded files, refused ones, and rating runs with copies of what they used.

What is kept of pupils' results stands in `pupil_models`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import who_when_and_why

_PERSON = settings.AUTH_USER_MODEL


class SnapshotQuerySet(models.QuerySet):
    def live(self) -> models.QuerySet:
        """Snapshots that count: loaded and not withdrawn."""
        return self.filter(withdrawn_at=None)

    def usable_by(self, authority: str | None) -> models.QuerySet:
        """Published snapshots, and the authority's own uploads; nobody else's."""
        own = models.Q(authority=None)
        return self.live().filter(own | models.Q(authority_id=authority) if authority else own)


class Snapshot(models.Model):
    """One loaded file. Its row, written last, makes it real; its tables lie as Parquet under its id."""

    id = models.CharField(max_length=16, primary_key=True)
    name = models.CharField(max_length=255)
    path = models.CharField(max_length=1000)
    sha256 = models.CharField(max_length=64)
    hint = models.CharField(max_length=200, blank=True)
    reader = models.PositiveSmallIntegerField()
    layout = models.CharField(max_length=40)
    layout_title = models.CharField(max_length=120)
    origin = models.CharField(max_length=20)
    period = models.CharField(max_length=20, blank=True)
    as_at = models.DateField(null=True, blank=True)
    time_from = models.CharField(max_length=120, blank=True)
    licence = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField()
    rows = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    set_aside = models.JSONField(default=dict, blank=True)
    messages = models.JSONField(default=list, blank=True)
    tables = models.JSONField(default=dict, blank=True)
    authority = models.ForeignKey(
        "core.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="snapshots"
    )
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        _PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ("layout", "period", "as_at", "name", "id")
        indexes = [models.Index(fields=("sha256", "hint"), name="snapshot_file")]
        constraints = [
            who_when_and_why("withdrawn_by_somebody_with_a_reason", "withdrawn"),
        ]

    def __str__(self) -> str:
        return self.name


class Refusal(models.Model):
    """A file that was not loaded, and the sentence that says why."""

    name = models.CharField(max_length=255)
    path = models.CharField(max_length=1000)
    sha256 = models.CharField(max_length=64, blank=True)
    message = models.TextField()
    authority = models.ForeignKey(
        "core.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_at = models.DateTimeField()
    asked_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-refused_at", "name")

    def __str__(self) -> str:
        return self.name


class Derived(models.Model):
    """From which snapshots a derived thing was last made, so that a killed load is completed by the next."""

    name = models.CharField(max_length=40, primary_key=True)
    key = models.CharField(max_length=64)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class RatingRun(models.Model):
    """One computation of every level of an authority on a day under an edition, with all that it used."""

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="rating_runs")
    edition = models.CharField(max_length=80)
    edition_name = models.CharField(max_length=200)
    edition_hash = models.CharField(max_length=64)
    as_at = models.DateField()
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


# The tables of pupil results are this room's too; they stand apart because they are read apart.
from fingerpost.archive.pupil_models import (  # noqa: E402
    PupilCorrection,
    PupilFile,
    PupilMapping,
    PupilRetention,
)

__all__ = [
    "Derived",
    "PupilCorrection",
    "PupilFile",
    "PupilMapping",
    "PupilRetention",
    "Rating",
    "RatingRun",
    "Refusal",
    "Snapshot",
]
