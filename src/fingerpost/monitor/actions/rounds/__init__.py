"""Writes of a round of rating: open it and move it on, decide and confirm its levels, hear schools, look again."""

from fingerpost.monitor.actions.rounds.answering import (
    answer_comment,
    ask_second_look,
    comment,
    find_second_look,
    take_back_comment,
)
from fingerpost.monitor.actions.rounds.deciding import accept_computed, confirm, decide, take_back_decision
from fingerpost.monitor.actions.rounds.opening import compute_again, freeze_closed, open_round
from fingerpost.monitor.actions.rounds.stages import move_on, reopen

__all__ = [
    "accept_computed",
    "answer_comment",
    "ask_second_look",
    "comment",
    "compute_again",
    "confirm",
    "decide",
    "find_second_look",
    "freeze_closed",
    "move_on",
    "open_round",
    "reopen",
    "take_back_comment",
    "take_back_decision",
]
