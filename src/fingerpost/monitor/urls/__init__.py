"""The addresses of the monitoring pages, each under an authority, by topic."""

from fingerpost.monitor.urls import files, hearing, people, profile, schools, strategy, week

urlpatterns = [
    pattern for topic in (schools, hearing, people, files, profile, strategy, week) for pattern in topic.urlpatterns
]
