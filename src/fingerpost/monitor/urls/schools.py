"""The tracking grid, a school's pages and the morning brief."""

from django.urls import path

from fingerpost.monitor.views import brief, grid, judging, school

urlpatterns = [
    path("figures/brief/", brief.brief, name="brief"),
    path("figures/brief.pdf", brief.printed, name="brief_printed"),
    path("schools/", grid.grid, name="grid"),
    path("schools/export.<slug:form>", grid.export, name="grid_export"),
    path("schools/views/", grid.view_save, name="view_save"),
    path("schools/views/<int:view_id>/drop/", grid.view_drop, name="view_drop"),
    path("schools/levels/", grid.compute, name="grid_compute"),
    path("schools/<urn:urn>/", school.school, name="school"),
    path("schools/<urn:urn>/evidence/", school.evidence, name="school_evidence"),
    path("schools/<urn:urn>/chart/<slug:indicator>.svg", school.chart, name="school_chart"),
    path("schools/<urn:urn>/pack.pdf", school.data_pack, name="school_pack"),
    path("schools/<urn:urn>/judge/<slug:scheme>/<slug:strand>/", judging.judge, name="judge"),
    path("schools/<urn:urn>/judgements/<int:judgement_id>/undo/", judging.undo, name="judge_undo"),
    path("schools/<urn:urn>/correct/", judging.correct, name="correct"),
    path("schools/<urn:urn>/correct/<slug:field>/take-back/", judging.take_back, name="correct_take_back"),
]
