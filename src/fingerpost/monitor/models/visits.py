"""Visits: planned, made or not made, of which schools, by whose invitation, and what the school thought of them."""

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import somebody, who_and_when, who_when_and_why

_PERSON = settings.AUTH_USER_MODEL


class Visit(models.Model):
    """An adviser at a school, or at several of one federation or trust.

    `kind` is a type of the edition under which it was planned. Whether it is evidence for a rating, and whether it is
    the performance management of a head (whose record is the governing body's), is what the edition said then.
    """

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    edition = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    kind_name = models.CharField(max_length=80)
    is_evidence = models.BooleanField(default=True)
    is_appraisal = models.BooleanField(default=False)
    adviser = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField()
    begins = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=120)
    about = models.CharField(max_length=300, blank=True)
    planned_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    made_on = models.DateField(null=True, blank=True)
    made_by = somebody()
    made_at = models.DateTimeField(null=True, blank=True)
    missed_by = somebody()
    missed_at = models.DateTimeField(null=True, blank=True)
    missed_reason = models.CharField(max_length=300, blank=True)
    undone_by = somebody()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("planned_on", "begins", "id")
        indexes = [
            models.Index(fields=("authority", "planned_on"), name="visit_planned"),
            models.Index(fields=("adviser", "planned_on"), name="visit_adviser"),
        ]
        constraints = [
            who_and_when("visit_made_by_somebody", "made"),
            who_when_and_why("visit_missed_by_somebody_with_a_reason", "missed"),
            who_and_when("visit_undone_by_somebody", "undone"),
            models.CheckConstraint(
                name="visit_made_on_a_day",
                condition=models.Q(made_at=None, made_on=None) | models.Q(made_at__isnull=False, made_on__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_made_or_missed", condition=models.Q(made_at=None) | models.Q(missed_at=None)
            ),
            models.CheckConstraint(
                name="appraisal_is_never_evidence", condition=models.Q(is_appraisal=False) | models.Q(is_evidence=False)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        # The record of deeds keeps this, and a head's appraisal is listed to few.
        return f"{'Visit' if self.is_appraisal else self.kind_name}, {self.day.day} {self.day:%B %Y}"

    @property
    def state(self) -> str:
        """Planned, made, not made, or taken back."""
        if self.undone_at:
            return "undone"
        return "made" if self.made_at else "missed" if self.missed_at else "planned"

    @property
    def day(self):
        """The day on which it was made, or for which it is planned."""
        return self.made_on or self.planned_on


class VisitSchool(models.Model):
    """A school of a visit. An academy's invitation says who invited and when; without it some visits are not made."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="schools")
    urn = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    is_academy = models.BooleanField(default=False)
    invited_by_name = models.CharField(max_length=120, blank=True)
    invited_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name", "urn")
        indexes = [models.Index(fields=("urn",), name="visit_school_urn")]
        constraints = [
            models.UniqueConstraint(fields=("visit", "urn"), name="a_school_once_a_visit"),
            models.CheckConstraint(
                name="invited_by_somebody_on_a_day",
                condition=models.Q(invited_on=None, invited_by_name="")
                | (models.Q(invited_on__isnull=False) & ~models.Q(invited_by_name="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Evaluation(models.Model):
    """What a school thought of a visit: three scores of one to five, and words. One school says it once a visit."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="evaluations")
    urn = models.PositiveIntegerField()
    useful = models.PositiveSmallIntegerField()
    prepared = models.PositiveSmallIntegerField()
    clear = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    said_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ("-said_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=("visit", "urn"), name="a_school_evaluates_a_visit_once"),
            models.CheckConstraint(
                name="scores_from_one_to_five",
                condition=models.Q(useful__range=(1, 5), prepared__range=(1, 5), clear__range=(1, 5)),
            ),
        ]

    def __str__(self) -> str:
        return f"evaluation of {self.visit}"


class PassedOn(models.Model):
    """That something heard on a visit was passed to whoever answers for safeguarding: when and to whom, never what."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="passed_on")
    to_whom = models.CharField(max_length=120)
    passed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    passed_at = models.DateTimeField()

    class Meta:
        ordering = ("passed_at", "id")

    def __str__(self) -> str:
        return f"passed on to {self.to_whom}"


class SafeguardingRoute(models.Model):
    """Whom an adviser calls when a child may be at risk, as the authority has set it."""

    authority = models.OneToOneField("core.Authority", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    set_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("authority",)

    def __str__(self) -> str:
        return f"safeguarding in {self.authority_id}"
