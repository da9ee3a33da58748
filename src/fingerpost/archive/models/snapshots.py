"""Loaded files and refused ones."""

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
