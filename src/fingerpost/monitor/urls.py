"""The addresses of the monitoring pages, each under an authority."""

from django.urls import path

from fingerpost.monitor.views import grid, profile, strategy

urlpatterns = [
    path("schools/", grid.grid, name="grid"),
    path("schools/export.<slug:form>", grid.export, name="grid_export"),
    path("schools/views/", grid.view_save, name="view_save"),
    path("schools/views/<int:view_id>/drop/", grid.view_drop, name="view_drop"),
    path("schools/levels/", grid.compute, name="grid_compute"),
    path("ofsted/", profile.profile, name="profile"),
    path("strategy/", strategy.strategy, name="strategy"),
]
