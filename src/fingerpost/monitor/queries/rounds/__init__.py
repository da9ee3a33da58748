"""Rounds of rating as people may see them: the round and its progress, what is hard, what was confirmed."""

from fingerpost.monitor.queries.rounds.confirmed import Confirmed, confirmed
from fingerpost.monitor.queries.rounds.moderation import Item, last_level, moderation
from fingerpost.monitor.queries.rounds.progress import Owed, Progress, owed, progress, status
from fingerpost.monitor.queries.rounds.reading import (
    authorities_with_rounds,
    comments,
    comments_of_school,
    latest,
    level,
    levels,
    one,
    open_for_comment,
    rounds,
    school,
    schools,
    second_look_until,
    second_looks,
)

__all__ = [
    "Confirmed",
    "Item",
    "Owed",
    "Progress",
    "authorities_with_rounds",
    "comments",
    "comments_of_school",
    "confirmed",
    "last_level",
    "latest",
    "level",
    "levels",
    "moderation",
    "one",
    "open_for_comment",
    "owed",
    "progress",
    "rounds",
    "school",
    "schools",
    "second_look_until",
    "second_looks",
    "status",
]
