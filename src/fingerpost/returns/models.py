"""Rounds of collecting, what each school sent and when, and who was reminded."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from fingerpost.core.constraints import who_and_when

_PERSON = settings.AUTH_USER_MODEL


class Round(models.Model):
    """One collection: what is asked of which schools, for which school year, from which day until which.

    `phases` are those of the schools asked; `asks` are pairs of an indicator and a group, in the order shown.
    """

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    phases = models.JSONField(default=list)
    asks = models.JSONField(default=list)
    note = models.TextField(blank=True)
    opens_on = models.DateField()
    due_on = models.DateField()
    closes_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(_PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-year", "-due_on", "name", "id")
        constraints = [
            models.UniqueConstraint(fields=("authority", "year", "name"), name="a_round_once_a_year"),
            models.CheckConstraint(
                name="round_opens_is_due_and_closes",
                condition=Q(opens_on__lte=F("due_on")) & Q(due_on__lte=F("closes_on")),
            ),
            who_and_when("round_closed_by_somebody", "closed"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class ReturnQuerySet(models.QuerySet):
    def standing(self) -> models.QuerySet:
        """What was sent and not taken back; of a school the latest version counts."""
        return self.filter(sent_at__isnull=False, undone_at=None)

    def drafts(self) -> models.QuerySet:
        """What is begun and not sent."""
        return self.filter(sent_at=None)


class Return(models.Model):
    """One version of what a school says in a round: a draft until it is sent, and never changed after that."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returns")
    urn = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField()
    came_by = models.CharField(max_length=10)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(_PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(_PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ("round_id", "urn", "-version")
        constraints = [
            models.UniqueConstraint(fields=("round", "urn", "version"), name="a_version_of_a_return_once"),
            models.UniqueConstraint(
                fields=("round", "urn"), condition=Q(sent_at=None), name="one_draft_a_school_a_round"
            ),
            who_and_when("return_sent_by_somebody", "sent"),
            who_and_when("return_undone_by_somebody", "undone"),
            models.CheckConstraint(
                name="only_what_was_sent_is_taken_back",
                condition=Q(undone_at__isnull=True) | Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.urn}, version {self.version}"


class Line(models.Model):
    """What a return says of one measure and group: the cohort, and how many are expected to, or the score expected."""

    of_return = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    indicator = models.CharField(max_length=80)
    group = models.CharField(max_length=80)
    cohort = models.PositiveIntegerField()
    number = models.PositiveIntegerField(null=True, blank=True)
    score = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ("of_return_id", "id")
        constraints = [
            models.UniqueConstraint(fields=("of_return", "indicator", "group"), name="a_line_once_a_return"),
            models.CheckConstraint(
                name="no_more_expected_than_there_are",
                condition=Q(number__isnull=True) | Q(number__lte=F("cohort")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.group}"


class Reminder(models.Model):
    """That a school was reminded of a round, and to which addresses; `failure` says why it did not get through."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reminders")
    urn = models.PositiveIntegerField()
    addresses = models.JSONField(default=list)
    on = models.DateField()
    failure = models.CharField(max_length=200, blank=True)
    reminded_at = models.DateTimeField()
    reminded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-reminded_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=("round", "urn", "on"), condition=Q(failure=""), name="one_reminder_a_school_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.urn} reminded on {self.on}"
