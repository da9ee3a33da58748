"""The addresses of rounds and returns, each under an authority."""

from django.urls import path

from fingerpost.returns.views import asking, holding, sending

ROUND = "predictions/<int:round_id>/"
SCHOOL = f"{ROUND}school/<urn:urn>/"

urlpatterns = [
    path("predictions/", asking.every, name="returns"),
    path("predictions/open/", asking.ask, name="return_ask"),
    path("predictions/due.ics", asking.due_dates, name="return_calendar"),
    path(ROUND, asking.one_round, name="return_round"),
    path(f"{ROUND}change/", asking.change, name="return_change"),
    path(f"{ROUND}remind/", asking.remind, name="return_remind"),
    path(f"{ROUND}close/", asking.close, name="return_close"),
    path(f"{ROUND}owed.<slug:form>", asking.owed_export, name="return_owed_export"),
    path(f"{ROUND}results/", holding.results, name="return_results"),
    path(f"{ROUND}results/<slug:part>.svg", holding.chart, name="return_chart"),
    path(f"{ROUND}results/<slug:part>.<slug:form>", holding.export, name="return_results_export"),
    path(SCHOOL, sending.school, name="return_school"),
    path(f"{SCHOOL}template.xlsx", sending.take_template, name="return_template"),
    path(f"{SCHOOL}upload/", sending.upload, name="return_upload"),
    path(f"{SCHOOL}undo/", sending.undo, name="return_undo"),
    path(f"{SCHOOL}drop/", sending.drop, name="return_drop"),
]
