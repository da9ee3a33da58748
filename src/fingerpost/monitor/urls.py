"""The addresses of the monitoring pages, each under an authority."""

from django.urls import path

from fingerpost.monitor.views import grid, judging, placing, profile, school, strategy, uploading

urlpatterns = [
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
    path("areas/", placing.local_areas, name="areas"),
    path("areas/<int:area_id>/", placing.area, name="area"),
    path("people/post/<int:post_id>/schools/", placing.schools_of_post, name="post_schools"),
    path("data/upload/", uploading.upload, name="upload"),
    path("data/upload/<slug:token>/", uploading.preview, name="upload_preview"),
    path("data/upload/<slug:token>/accept/", uploading.accept, name="upload_accept"),
    path("data/upload/<slug:token>/discard/", uploading.discard, name="upload_discard"),
    path("ofsted/", profile.profile, name="profile"),
    path("ofsted/profile.<slug:form>", profile.export, name="profile_export"),
    path("ofsted/trend.svg", profile.trend, name="profile_trend"),
    path("ofsted/schools/", profile.schools, name="profile_schools"),
    path("ofsted/schools.<slug:form>", profile.schools_export, name="profile_schools_export"),
    path("ofsted/not-listed/", profile.unlisted, name="profile_unlisted"),
    path("strategy/", strategy.strategy, name="strategy"),
    path("strategy/scheme/<slug:scheme>/", strategy.scheme, name="strategy_scheme"),
    path("strategy/scheme/<slug:scheme>/examples/", strategy.examples, name="strategy_examples"),
    path("strategy/whole/", strategy.printed, name="strategy_printed"),
    path("strategy/edition.zip", strategy.zipped, name="strategy_zip"),
]
