"""The addresses of the monitoring pages, each under an authority, by topic."""

from fingerpost.monitor.urls import files, hearing, moving, people, profile, schools, strategy, visits, week

urlpatterns = [
    pattern
    for topic in (schools, hearing, moving, people, files, profile, strategy, week, visits)
    for pattern in topic.urlpatterns
]
