"""Calls, e-mails and conversations with a school."""

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import somebody, who_and_when

_PERSON = settings.AUTH_USER_MODEL


class Contact(models.Model):
    """One call, e-mail or conversation with a school. One made by mistake is undone, never removed."""

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    urn = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    made_on = models.DateField()
    made_with = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = somebody()

    class Meta:
        ordering = ("-made_on", "-recorded_at", "-id")
        indexes = [models.Index(fields=("authority", "urn", "-made_on"), name="contact_school")]
        constraints = [
            who_and_when("contact_undone_by_somebody", "undone"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} with {self.urn} on {self.made_on}"
