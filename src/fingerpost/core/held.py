"""What this room holds of schools and people."""

from fingerpost.core.answering import Held

HELD = (
    Held("core.User", "The account", personal=("password",)),
    Held("core.Post", "Posts held"),
    Held("core.PostSchool", "Schools of posts"),
    Held("core.HandOver", "Schools handed over"),
    Held("core.Term", "Term dates set"),
    Held("core.SignInLink", "Links to sign in", personal=("digest",)),
    Held("core.Message", "Messages sent to the school", personal=("to_name", "to_email")),
    Held("core.AuditEvent", "The record of what was done"),
)
EXCEPTED = {
    "core.Authority": "It holds no school and no person: what authorities there are.",
    "core.HomeState": "It says how the product was set up, and of nobody.",
}
