"""The addresses of the promise ledger."""

from django.urls import path

from fingerpost.casework.views import promises

urlpatterns = [
    path("promises/", promises.ledger, name="promises"),
    path("promises.<slug:form>", promises.export, name="promises_export"),
    path("promises/<int:promise_id>/<slug:deed>/", promises.act, name="promise_act"),
    path("schools/<urn:urn>/promises/", promises.of_school, name="promises_school"),
]
