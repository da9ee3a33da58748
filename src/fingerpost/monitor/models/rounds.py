"""A round of rating: its schools, their levels in it, what schools said, who was told, second looks."""

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import somebody, who_and_when, who_when_and_why

_PERSON = settings.AUTH_USER_MODEL


class Stage(models.TextChoices):
    """Where a round stands, in order."""

    JUDGING = "judging", "Judgements"
    COMMENTING = "commenting", "Schools comment"
    MODERATING = "moderating", "Moderation"
    CONFIRMING = "confirming", "Confirmation"
    TELLING = "telling", "Telling schools"
    CLOSED = "closed", "Closed"


class Round(models.Model):
    """One categorisation of an authority's schools as at a cut-off day, from opening to telling."""

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=60)
    edition = models.CharField(max_length=80)
    rhythm = models.CharField(max_length=20)
    as_at = models.DateField()
    judged_since = models.DateField()
    judgements_due_on = models.DateField()
    comments_from_on = models.DateField()
    comments_to_on = models.DateField()
    moderation_on = models.DateField()
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.JUDGING)
    run = models.ForeignKey("archive.RatingRun", on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    present = models.JSONField(default=list, blank=True)
    reopened_by = somebody()
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_reason = models.CharField(max_length=300, blank=True)
    closed_by = somebody()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-as_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=("authority", "as_at"), name="a_round_a_cut_off_day"),
            who_when_and_why("rating_round_reopened_by_somebody_with_a_reason", "reopened"),
            who_and_when("rating_round_closed_by_somebody", "closed"),
        ]

    def __str__(self) -> str:
        return self.name


class RoundSchool(models.Model):
    """A school in a round: whose it is to judge, and how it is told. A school that closes meanwhile is frozen."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="schools")
    urn = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    is_academy = models.BooleanField(default=False)
    adviser = models.ForeignKey(_PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    frozen_by = somebody()
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_reason = models.CharField(max_length=200, blank=True)
    spoken_by = somebody()
    spoken_at = models.DateTimeField(null=True, blank=True)
    spoken_with = models.CharField(max_length=120, blank=True)
    released_by = somebody()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "urn")
        constraints = [
            models.UniqueConstraint(fields=("round", "urn"), name="a_school_once_a_round"),
            who_when_and_why("school_frozen_by_somebody_with_a_reason", "frozen"),
            who_and_when("head_spoken_to_by_somebody", "spoken"),
            who_and_when("school_released_by_somebody", "released"),
        ]
        indexes = [models.Index(fields=("urn",), name="round_school_urn")]

    def __str__(self) -> str:
        return f"{self.name}, {self.round}"


class RoundLevel(models.Model):
    """A school's level under one scheme in a round: computed, decided by people, confirmed.

    `rating` is the stored rating that it rests on, with copies of every figure used. `decided` is empty until
    moderation; where it differs from `computed`, `reason` says why, and both show for ever.
    `confirmed` is what is told.
    """

    school = models.ForeignKey(RoundSchool, on_delete=models.CASCADE, related_name="levels")
    scheme = models.CharField(max_length=40)
    rating = models.ForeignKey("archive.Rating", on_delete=models.PROTECT, related_name="+")
    computed = models.CharField(max_length=40)
    indicative = models.CharField(max_length=40, blank=True)
    before = models.CharField(max_length=40, blank=True)
    direction_computed = models.CharField(max_length=20, blank=True)
    direction_because = models.JSONField(default=list, blank=True)
    direction_confirmed = models.CharField(max_length=20, blank=True)
    decided = models.CharField(max_length=40, blank=True)
    decided_by = somebody()
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    present = models.JSONField(default=list, blank=True)
    confirmed = models.CharField(max_length=40, blank=True)
    confirmed_by = somebody()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("school", "scheme")
        constraints = [
            models.UniqueConstraint(fields=("school", "scheme"), name="a_scheme_once_a_school_a_round"),
            who_and_when("level_decided_by_somebody", "decided"),
            who_and_when("level_confirmed_by_somebody", "confirmed"),
        ]

    def __str__(self) -> str:
        return f"{self.school}: {self.confirmed or self.decided or self.computed}"

    @property
    def is_override(self) -> bool:
        """Whether people departed from the computed level."""
        return bool(self.decided) and self.decided != self.computed


class RoundComment(models.Model):
    """What a school said of how it is categorised, in the window, and what the authority answered."""

    school = models.ForeignKey(RoundSchool, on_delete=models.CASCADE, related_name="comments")
    strand = models.CharField(max_length=60, blank=True)
    words = models.TextField()
    said_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = somebody()
    answered_at = models.DateTimeField(null=True, blank=True)
    undone_by = somebody()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("said_at", "id")
        constraints = [
            who_and_when("comment_answered_by_somebody", "answered"),
            who_and_when("comment_undone_by_somebody", "undone"),
        ]

    def __str__(self) -> str:
        return f"comment of {self.school}"


class Telling(models.Model):
    """One person told of a school's level in a round, once and never twice; of a level that changed since, again.

    `told` is what they were told, each scheme with its level: "primary: amber".
    """

    school = models.ForeignKey(RoundSchool, on_delete=models.CASCADE, related_name="tellings")
    to_kind = models.CharField(max_length=30)
    to_name = models.CharField(max_length=120)
    to_email = models.EmailField(blank=True)
    told = models.CharField(max_length=200)
    turn = models.PositiveSmallIntegerField()
    told_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        ordering = ("school", "turn", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("school", "to_kind", "to_name", "told"), name="nobody_is_told_twice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.to_name} told of {self.school}"


class SecondLook(models.Model):
    """A second look at a level, asked for by the school and taken by an adviser who was not involved."""

    level = models.ForeignKey(RoundLevel, on_delete=models.CASCADE, related_name="second_looks")
    words = models.TextField()
    asked_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    found = models.CharField(max_length=40, blank=True)
    found_reason = models.TextField(blank=True)
    found_by = somebody()
    found_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = [who_when_and_why("second_look_found_by_somebody_with_a_reason", "found")]

    def __str__(self) -> str:
        return f"second look at {self.level}"
