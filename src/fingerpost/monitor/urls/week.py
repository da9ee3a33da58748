"""My week, contacts from any page, and the calendar of visits."""

from django.urls import path

from fingerpost.monitor.views import contact_log, planner, preparing, week

urlpatterns = [
    path("contacts/log/", contact_log.log, name="contact_log"),
    path("schools/<urn:urn>/preparation.pdf", preparing.pack, name="school_preparation"),
    path("visits/calendar/", planner.calendar, name="visits_calendar"),
    path("visits/calendar/address/", planner.feed_make, name="calendar_feed_make"),
    path("visits/calendar/address/end/", planner.feed_end, name="calendar_feed_end"),
    path("visits/calendar/<str:secret>.ics", planner.feed, name="calendar_feed"),
    path("visits/calendar/<int:visit_id>/", planner.move, name="visit_move_day"),
    path("week/", week.mine, name="week"),
    path("week/service/", week.service, name="week_service"),
    path("week/service.<slug:form>", week.export, name="week_export"),
    path("week/<int:person_id>/", week.of_person, name="week_of"),
]
