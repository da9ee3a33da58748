"""What this room holds of schools and people."""

from fingerpost.core.answering import Held

HELD = (
    Held("explore.Dispute", "Figures that were disputed"),
    Held("explore.DisputeAnswer", "Answers to disputed figures"),
)
