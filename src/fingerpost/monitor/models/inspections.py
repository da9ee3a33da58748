"""What advisers predict of inspections, and an inspection from the call to its report."""

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import somebody, who_and_when, who_when_and_why

_PERSON = settings.AUTH_USER_MODEL


class OutcomePredictionQuerySet(models.QuerySet):
    def standing(self) -> models.QuerySet:
        """Those that nobody took back."""
        return self.filter(undone_at=None)


class OutcomePrediction(models.Model):
    """How an adviser expects a school's next inspection to end. A later one supersedes it; none is deleted.

    It is never shown to the school. `floors` are the judgements that were recorded when it was moderated.
    """

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    urn = models.PositiveIntegerField()
    framework = models.CharField(max_length=30)
    grades = models.JSONField(default=dict)
    confidence = models.PositiveSmallIntegerField()
    reason = models.TextField()
    made_on = models.DateField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = somebody()
    moderated_at = models.DateTimeField(null=True, blank=True)
    moderated_by = somebody()
    moderated_reason = models.TextField(blank=True)
    floors = models.JSONField(default=list, blank=True)

    objects = OutcomePredictionQuerySet.as_manager()

    class Meta:
        ordering = ("urn", "-made_on", "-recorded_at", "-id")
        indexes = [models.Index(fields=("authority", "urn"), name="outcome_prediction_school")]
        constraints = [
            who_and_when("outcome_prediction_undone_by_somebody", "undone"),
            who_when_and_why("outcome_prediction_moderated_with_a_reason", "moderated"),
            models.CheckConstraint(name="outcome_prediction_has_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"predicted outcome of {self.urn}"


class LiveInspection(models.Model):
    """An inspection from the call to the published report. A school has one at a time."""

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    urn = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField()
    meets = somebody()
    notified_at = models.DateTimeField()
    notified_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    notified_on = models.DateField()
    on_site_at = models.DateTimeField(null=True, blank=True)
    on_site_by = somebody()
    feedback_at = models.DateTimeField(null=True, blank=True)
    feedback_by = somebody()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = somebody()
    published_on = models.DateField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_by = somebody()
    suspended_reason = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = somebody()

    class Meta:
        ordering = ("-starts_on", "-id")
        indexes = [models.Index(fields=("authority", "urn"), name="live_inspection_school")]
        constraints = [
            who_and_when("inspection_on_site_by_somebody", "on_site"),
            who_and_when("inspection_feedback_by_somebody", "feedback"),
            who_and_when("inspection_published_by_somebody", "published"),
            who_when_and_why("inspection_suspended_with_a_reason", "suspended"),
            who_and_when("inspection_undone_by_somebody", "undone"),
            models.CheckConstraint(
                name="inspection_ends_after_it_starts", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=("authority", "urn"),
                condition=models.Q(published_at=None, undone_at=None),
                name="one_inspection_of_a_school_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"inspection of {self.urn} on {self.starts_on}"


class InspectionStep(models.Model):
    """Something on the list of an inspection that somebody has done."""

    inspection = models.ForeignKey(LiveInspection, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=20)
    done_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    class Meta:
        ordering = ("done_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("inspection", "code"), name="an_inspection_step_is_done_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.inspection}"


class InspectionFeedback(models.Model):
    """What was heard at the feedback of an inspection, under embargo: in a table of its own, so nothing reads it by
    the way. It is never used in a rating."""

    inspection = models.ForeignKey(LiveInspection, on_delete=models.CASCADE, related_name="feedback")
    words = models.TextField()
    heard_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField()

    class Meta:
        ordering = ("heard_at", "id")

    def __str__(self) -> str:
        return f"feedback of {self.inspection}"
