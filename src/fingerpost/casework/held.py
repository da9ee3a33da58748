"""What this room holds of schools and people."""

from fingerpost.core.answering import OPINION, Held

HELD = (
    Held(
        "casework.Promise",
        "What was promised for the school and by it",
        personal=("owner_name",),
        consider=OPINION,
    ),
    Held("casework.NewDay", "Promises put off"),
    Held("casework.CalendarFeed", "Calendars that a person keeps", personal=("digest",)),
)
