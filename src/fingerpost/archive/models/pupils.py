"""What is kept of pupils' results in the database: files and mappings, never a pupil's name, number or result.

The rows themselves lie as Parquet beside the database, pseudonymous, under the file's id.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import who_when_and_why

_PERSON = settings.AUTH_USER_MODEL
_AUTHORITY = "core.Authority"


class PupilMapping(models.Model):
    """Which column of a kind of file is what, as an officer confirmed it once; known again by the columns."""

    authority = models.ForeignKey(_AUTHORITY, on_delete=models.PROTECT, related_name="pupil_mappings")
    stage = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    signature = models.CharField(max_length=32)
    document = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("stage", "name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("authority", "stage", "signature"), name="a_mapping_once_a_kind_of_file"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PupilFileQuerySet(models.QuerySet):
    def live(self) -> models.QuerySet:
        """Files that count: loaded and not withdrawn. A deleted one has no row."""
        return self.filter(withdrawn_at=None)


class PupilFile(models.Model):
    """One loaded file of pupils: its fingerprint, how it was read, which rows were set aside and why.

    The upload itself is not kept. `key_name` says under which key the pseudonyms were made, not the key.
    """

    id = models.CharField(max_length=16, primary_key=True)
    authority = models.ForeignKey(_AUTHORITY, on_delete=models.PROTECT, related_name="pupil_files")
    stage = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    rows = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    set_aside = models.JSONField(default=list, blank=True)
    messages = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    mapping = models.JSONField(default=dict)
    identity = models.JSONField(default=dict, blank=True)
    left_out = models.JSONField(default=dict, blank=True)
    made = models.JSONField(default=list, blank=True)
    schools = models.JSONField(default=list, blank=True)
    release = models.CharField(max_length=12)
    known_on = models.DateField()
    known_from = models.CharField(max_length=200, blank=True)
    key_name = models.CharField(max_length=12)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        _PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = PupilFileQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "stage", "-loaded_at", "id")
        indexes = [models.Index(fields=("authority", "stage", "year"), name="pupil_file_place")]
        constraints = [
            who_when_and_why("pupils_withdrawn_by_somebody_with_a_reason", "withdrawn"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def aside(self) -> int:
        """How many rows were set aside."""
        return self.rows - self.kept


class PupilCorrection(models.Model):
    """A pupil who counts at another school than the file says, or not at all; the pupil is a keyed hash here too."""

    authority = models.ForeignKey(_AUTHORITY, on_delete=models.PROTECT, related_name="pupil_corrections")
    stage = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    pupil = models.CharField(max_length=32)
    urn = models.PositiveIntegerField(null=True, blank=True)
    known_on = models.DateField()
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    row = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("known_on", "made_at", "id")
        indexes = [models.Index(fields=("authority", "stage", "year"), name="pupil_correction_place")]

    def __str__(self) -> str:
        return f"{self.file_name}, row {self.row}"


class PupilRetention(models.Model):
    """For how many years after the school year an authority keeps pupils' results."""

    authority = models.OneToOneField(
        _AUTHORITY, primary_key=True, on_delete=models.PROTECT, related_name="pupil_retention"
    )
    years = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("authority",)

    def __str__(self) -> str:
        return f"{self.years} years"
