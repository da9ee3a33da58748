"""The Ofsted profile."""

from django.urls import path

from fingerpost.monitor.views import profile

urlpatterns = [
    path("ofsted/", profile.profile, name="profile"),
    path("ofsted/profile.<slug:form>", profile.export, name="profile_export"),
    path("ofsted/trend.svg", profile.trend, name="profile_trend"),
    path("ofsted/schools/", profile.schools, name="profile_schools"),
    path("ofsted/schools.<slug:form>", profile.schools_export, name="profile_schools_export"),
    path("ofsted/not-listed/", profile.unlisted, name="profile_unlisted"),
]
