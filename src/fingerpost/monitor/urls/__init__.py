"""The addresses of the monitoring pages, each under an authority, by topic."""

from fingerpost.monitor.urls import (
    files,
    hearing,
    inspections,
    meetings,
    moving,
    people,
    profile,
    rounds,
    schools,
    strategy,
    visits,
    week,
)

TOPICS = (
    rounds, schools, hearing, inspections, meetings, moving, people, files, profile, strategy, week, visits,
)  # fmt: skip

urlpatterns = [pattern for topic in TOPICS for pattern in topic.urlpatterns]
