"""The addresses of the monitoring pages, each under an authority."""

from django.urls import path

from fingerpost.monitor.views import profile, strategy

urlpatterns = [
    path("ofsted/", profile.profile, name="profile"),
    path("strategy/", strategy.strategy, name="strategy"),
]
