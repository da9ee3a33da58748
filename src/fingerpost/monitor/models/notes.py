"""The note of a visit: its versions, what it says of strands, what was agreed, and what the school answered."""

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import somebody, who_and_when, who_when_and_why

_PERSON = settings.AUTH_USER_MODEL


class NoteState(models.TextChoices):
    """Where a note stands, in order."""

    DRAFT = "draft", "Draft"
    CHECKING = "checking", "Waiting for the quality check"
    CHECKED = "checked", "Checked, not yet sent"
    SENT = "sent", "Sent to the school"
    FINAL = "final", "Final"


class Note(models.Model):
    """The note of one visit. `version` is the number of the version that counts; `content` is a copy of it."""

    visit = models.OneToOneField("monitor.Visit", on_delete=models.PROTECT, related_name="note")
    author = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=NoteState.choices, default=NoteState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    content = models.JSONField(default=dict)
    begun_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    submitted_by = somebody()
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_by = somebody()
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.TextField(blank=True)
    checked_by = somebody()
    checked_at = models.DateTimeField(null=True, blank=True)
    sent_by = somebody()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.JSONField(default=list, blank=True)
    settled_by = somebody()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_words = models.TextField(blank=True)

    class Meta:
        ordering = ("-begun_at", "-id")
        indexes = [models.Index(fields=("state",), name="note_state")]
        constraints = [
            who_and_when("note_submitted_by_somebody", "submitted"),
            who_when_and_why("note_returned_by_somebody_with_a_reason", "returned"),
            who_and_when("note_checked_by_somebody", "checked"),
            who_and_when("note_sent_by_somebody", "sent"),
            who_and_when("note_settled_by_somebody", "settled"),
            models.CheckConstraint(
                name="note_checked_by_another_person",
                condition=models.Q(checked_by=None) | ~models.Q(checked_by=models.F("author")),
            ),
        ]

    def __str__(self) -> str:
        return f"note of {self.visit}"


class NoteVersion(models.Model):
    """What somebody wrote, whole: `sections`, `statements` and `actions`, as they left the form. None is deleted.

    `base` is the version that they began from. When another person had saved meanwhile, theirs is kept beside
    (`is_beside`) and does not count until somebody has put the two together. `key` is the form's own: sent twice, it is
    kept once.
    """

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    is_beside = models.BooleanField(default=False)
    content = models.JSONField()
    key = models.UUIDField(null=True, blank=True)
    written_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("note", "number")
        constraints = [
            models.UniqueConstraint(fields=("note", "number"), name="a_version_once_a_note"),
            models.UniqueConstraint(fields=("note", "key"), name="a_form_kept_once_a_note"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.note}"


class NoteStatement(models.Model):
    """What a note says of one strand of a school. With a level it is a judgement, recorded when the note is sent."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="statements")
    urn = models.PositiveIntegerField()
    scheme = models.CharField(max_length=40)
    strand = models.CharField(max_length=60)
    level = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    judgement = models.OneToOneField(
        "monitor.Judgement", null=True, blank=True, on_delete=models.PROTECT, related_name="statement"
    )

    class Meta:
        ordering = ("note", "id")
        indexes = [models.Index(fields=("urn", "strand"), name="statement_strand")]
        constraints = [
            models.CheckConstraint(name="statement_has_words", condition=~models.Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.strand} in {self.note}"


class NoteAnswer(models.Model):
    """Whether a school finds a note accurate, and what it says to it. The latest counts; none is deleted."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="answers")
    urn = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    is_accurate = models.BooleanField()
    words = models.TextField(blank=True)
    answered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    undone_by = somebody()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("note", "answered_at", "id")
        constraints = [
            who_and_when("note_answer_undone_by_somebody", "undone"),
            models.CheckConstraint(
                name="inaccurate_says_how", condition=models.Q(is_accurate=True) | ~models.Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"answer to {self.note}"


class RestrictedNote(models.Model):
    """What a visit found of named staff. It is no part of the note and goes nowhere; every reading is recorded."""

    visit = models.ForeignKey("monitor.Visit", on_delete=models.PROTECT, related_name="restricted_notes")
    number = models.PositiveIntegerField()
    words = models.TextField()
    written_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("visit", "-number")
        constraints = [
            models.UniqueConstraint(fields=("visit", "number"), name="a_restricted_version_once_a_visit")
        ]

    def __str__(self) -> str:
        return f"restricted section of {self.visit}"
