"""My week, contacts from any page, and the calendar of visits."""

from django.urls import path

from fingerpost.monitor.views import contact_log, week

urlpatterns = [
    path("contacts/log/", contact_log.log, name="contact_log"),
    path("week/", week.mine, name="week"),
    path("week/service/", week.service, name="week_service"),
    path("week/service.<slug:form>", week.export, name="week_export"),
    path("week/<int:person_id>/", week.of_person, name="week_of"),
]
