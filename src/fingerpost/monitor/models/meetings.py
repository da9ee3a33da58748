"""Meetings about schools: the area team's each month, the School Performance Forum each term."""

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import somebody, who_and_when, who_when_and_why

_PERSON = settings.AUTH_USER_MODEL


class MeetingKind(models.TextChoices):
    """Which meeting it is."""

    AREA = "area", "Area meeting"
    FORUM = "forum", "School Performance Forum"


class Meeting(models.Model):
    """A meeting of an area team (no area: of all) or of the forum, from when it is opened until it is closed.

    `picture` is how every school stood when the meeting was closed: the next one compares with it.
    `present` is a list of names and posts. An area meeting that was closed too early may be reopened on the same day.
    """

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=MeetingKind.choices)
    area = models.CharField(max_length=80, blank=True)
    held_on = models.DateField()
    before = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    present = models.JSONField(default=list, blank=True)
    apologies = models.CharField(max_length=300, blank=True)
    picture = models.JSONField(default=dict, blank=True)
    opened_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reopened_by = somebody()
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_reason = models.CharField(max_length=300, blank=True)
    closed_by = somebody()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-held_on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=("authority", "kind", "area", "held_on"), name="a_meeting_a_day_of_a_kind_and_area"
            ),
            models.UniqueConstraint(
                fields=("authority", "kind", "area"),
                condition=models.Q(closed_at=None),
                name="one_open_meeting_of_a_kind_and_area",
            ),
            who_when_and_why("meeting_reopened_by_somebody_with_a_reason", "reopened"),
            who_and_when("meeting_closed_by_somebody", "closed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{', ' + self.area if self.area else ''}"


class MeetingItem(models.Model):
    """What a meeting talked of: a school or (no URN) something else, why it is on the agenda, and the minutes of it.

    `source` says how it came to be there: because something `changed`, `added` by hand, `carried` from the last
    meeting, or a `note` taken beside a school. Every writing of the minutes raises `version`.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    urn = models.PositiveIntegerField(null=True, blank=True)
    heading = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    source = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField(default=0)
    is_restricted = models.BooleanField(default=False)
    minutes = models.TextField(blank=True)
    version = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    minuted_by = somebody()
    minuted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "id")
        indexes = [models.Index(fields=("urn",), name="meeting_item_urn")]
        constraints = [who_and_when("meeting_item_minuted_by_somebody", "minuted")]

    def __str__(self) -> str:
        return self.heading
