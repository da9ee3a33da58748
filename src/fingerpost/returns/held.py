"""What this room holds of schools and people."""

from fingerpost.core.answering import Held

HELD = (
    Held("returns.Round", "Rounds of asking for predictions"),
    Held("returns.Return", "What the school sent"),
    Held("returns.Line", "What the school predicted", school="of_return__urn"),
    Held("returns.Reminder", "Reminders sent", personal=("addresses",)),
)
