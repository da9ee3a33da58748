"""What monitoring keeps, by topic."""

from fingerpost.monitor.models.contacts import Contact
from fingerpost.monitor.models.flags import Flag, Surfacing, Task
from fingerpost.monitor.models.judging import Judgement, SavedView
from fingerpost.monitor.models.rounds import (
    Round,
    RoundComment,
    RoundLevel,
    RoundSchool,
    SecondLook,
    Stage,
    Telling,
)

__all__ = [
    "Contact",
    "Flag",
    "Judgement",
    "Round",
    "RoundComment",
    "RoundLevel",
    "RoundSchool",
    "SavedView",
    "SecondLook",
    "Stage",
    "Surfacing",
    "Task",
    "Telling",
]
