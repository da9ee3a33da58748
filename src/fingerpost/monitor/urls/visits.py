"""Visits and the notes of them."""

from django.urls import path

from fingerpost.monitor.views import beside_visits, entitled, notes, visits

urlpatterns = [
    path("visits/", visits.visits, name="visits"),
    path("visits.<slug:form>", visits.export, name="visits_export"),
    path("visits/plan/", visits.plan, name="visit_plan"),
    path("visits/entitlement/", entitled.listed, name="visits_entitlement"),
    path("visits/entitlement.<slug:form>", entitled.export, name="visits_entitlement_export"),
    path("visits/notes/", notes.queue, name="visits_notes"),
    path("visits/evaluations/", beside_visits.listed, name="visits_evaluations"),
    path("visits/safeguarding/", beside_visits.route, name="visits_safeguarding"),
    path("visits/<int:visit_id>/", visits.visit, name="visit"),
    path("visits/<int:visit_id>/move/", visits.move, name="visit_move"),
    path("visits/<int:visit_id>/safeguarding/", beside_visits.safeguarding, name="visit_safeguarding"),
    path("visits/<int:visit_id>/note/", notes.write, name="note_write"),
    path("visits/<int:visit_id>/note/read/", notes.note, name="note"),
    path("visits/<int:visit_id>/note/restricted/", notes.restricted, name="note_restricted"),
    path("visits/<int:visit_id>/note.<slug:form>", notes.document, name="note_document"),
    path("visits/<int:visit_id>/note/<slug:deed>/", notes.act, name="note_act"),
    path("visits/<int:visit_id>/<slug:deed>/", visits.act, name="visit_act"),
    path("schools/<urn:urn>/visits/", visits.of_school, name="visits_school"),
    path("schools/<urn:urn>/visits/<int:visit_id>/answer/", notes.answer, name="note_answer"),
    path("schools/<urn:urn>/visits/<int:visit_id>/answer/undo/", notes.undo_answer, name="note_answer_undo"),
    path("schools/<urn:urn>/visits/<int:visit_id>/evaluate/", beside_visits.evaluate, name="visit_evaluate"),
]
