"""What monitoring keeps, by topic."""

from fingerpost.monitor.models.contacts import Contact
from fingerpost.monitor.models.flags import Flag, Surfacing, Task
from fingerpost.monitor.models.judging import Judgement, SavedView

__all__ = ["Contact", "Flag", "Judgement", "SavedView", "Surfacing", "Task"]
