"""Writes of monitoring, by topic: judgements, saved views."""

from fingerpost.monitor.actions.judgements import record_judgement, undo_judgement

__all__ = ["record_judgement", "undo_judgement"]
