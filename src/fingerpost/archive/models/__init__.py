"""What the archive keeps, by topic."""

from fingerpost.archive.models.pupils import PupilCorrection, PupilFile, PupilMapping, PupilRetention
from fingerpost.archive.models.ratings import Rating, RatingRun
from fingerpost.archive.models.snapshots import Derived, Refusal, Snapshot

__all__ = [
    "Derived",
    "PupilCorrection",
    "PupilFile",
    "PupilMapping",
    "PupilRetention",
    "Rating",
    "RatingRun",
    "Refusal",
    "Snapshot",
]
