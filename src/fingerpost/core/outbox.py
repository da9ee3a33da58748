"""The table of messages out; `models` takes it in with the others."""

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import who_when_and_why


class MessageState(models.TextChoices):
    """Where a message out stands. One that was interrupted half way is unsure, and is never sent again by itself."""

    WAITING = "waiting", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"
    UNSURE = "unsure", "Unsure: interrupted while it was sent"
    KEPT = "kept", "Kept here: there is no mail server"


class Message(models.Model):
    """A message to one person outside the product. Its key is what it tells whom, so that it is never written twice."""

    key = models.CharField(max_length=200, unique=True)
    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="messages")
    urn = models.PositiveIntegerField(null=True, blank=True)
    about = models.CharField(max_length=120, blank=True)
    to_name = models.CharField(max_length=120)
    to_email = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=MessageState.choices, default=MessageState.WAITING)
    problem = models.CharField(max_length=300, blank=True)
    queued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    queued_at = models.DateTimeField()
    sending_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    resent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resent_at = models.DateTimeField(null=True, blank=True)
    resent_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-queued_at", "-id")
        constraints = [who_when_and_why("message_sent_again_by_somebody_with_a_reason", "resent")]
        indexes = [
            models.Index(fields=("authority", "urn"), name="message_school"),
            models.Index(fields=("state",), name="message_state"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, to {self.to_name}"
