"""Meetings about schools, and the director's monthly overview."""

from django.urls import path

from fingerpost.monitor.views import area_meeting, meetings, overview

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/open/", meetings.forum_open, name="meetings_forum_open"),
    path("meetings/area/", area_meeting.area, name="meetings_area"),
    path("meetings/area/open/", area_meeting.opened, name="meetings_area_open"),
    path("meetings/area/task/", area_meeting.task, name="meetings_area_task"),
    path("meetings/area/<urn:urn>/note/", area_meeting.note, name="meetings_area_note"),
    path("meetings/area/<urn:urn>/act/", area_meeting.act, name="meetings_area_act"),
    path("meetings/area.<slug:form>", area_meeting.export, name="meetings_area_export"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/minutes.<slug:form>", meetings.minutes, name="meeting_minutes"),
    path("meetings/<int:meeting_id>/attend/", meetings.attend, name="meeting_attend"),
    path("meetings/<int:meeting_id>/add/", meetings.add, name="meeting_add"),
    path("meetings/<int:meeting_id>/act/", meetings.act, name="meeting_act"),
    path("meetings/<int:meeting_id>/close/", meetings.close, name="meeting_close"),
    path("meetings/<int:meeting_id>/reopen/", meetings.reopen, name="meeting_reopen"),
    path("meetings/<int:meeting_id>/<int:item_id>/", meetings.minute, name="meeting_minute"),
    path("meetings/<int:meeting_id>/<int:item_id>/drop/", meetings.drop, name="meeting_drop"),
    path("overview/", overview.overview, name="overview"),
    path("overview.pdf", overview.printed, name="overview_pdf"),
]
