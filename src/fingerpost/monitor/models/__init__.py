"""What monitoring keeps, by topic."""

from fingerpost.monitor.models.contacts import Contact
from fingerpost.monitor.models.flags import Flag, Surfacing, Task
from fingerpost.monitor.models.inspections import (
    InspectionFeedback,
    InspectionStep,
    LiveInspection,
    OutcomePrediction,
)
from fingerpost.monitor.models.judging import Judgement, SavedView
from fingerpost.monitor.models.meetings import Meeting, MeetingItem, MeetingKind
from fingerpost.monitor.models.notes import (
    Note,
    NoteAnswer,
    NoteState,
    NoteStatement,
    NoteVersion,
    RestrictedNote,
)
from fingerpost.monitor.models.rounds import (
    Round,
    RoundComment,
    RoundLevel,
    RoundSchool,
    SecondLook,
    Stage,
    Telling,
)
from fingerpost.monitor.models.visits import (
    Evaluation,
    PassedOn,
    SafeguardingRoute,
    Visit,
    VisitSchool,
)
from fingerpost.monitor.models.watching import Watch, WatchReview

__all__ = [
    "Contact",
    "Evaluation",
    "Flag",
    "InspectionFeedback",
    "InspectionStep",
    "Judgement",
    "LiveInspection",
    "Meeting",
    "MeetingItem",
    "MeetingKind",
    "Note",
    "NoteAnswer",
    "NoteState",
    "NoteStatement",
    "NoteVersion",
    "OutcomePrediction",
    "PassedOn",
    "RestrictedNote",
    "Round",
    "RoundComment",
    "RoundLevel",
    "RoundSchool",
    "SafeguardingRoute",
    "SavedView",
    "SecondLook",
    "Stage",
    "Surfacing",
    "Task",
    "Telling",
    "Visit",
    "VisitSchool",
    "Watch",
    "WatchReview",
]
