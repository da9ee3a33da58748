"""Risk before inspection: what comes next, what is predicted, the day itself, and what was known."""

from django.urls import path

from fingerpost.monitor.views import falls, inspection_day, inspections, predicting

urlpatterns = [
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections.<slug:form>", inspections.export, name="inspections_export"),
    path("inspections/accuracy/", predicting.accuracy, name="inspections_accuracy"),
    path("inspections/accuracy.<slug:form>", predicting.accuracy_export, name="inspections_accuracy_export"),
    path("inspections/calibration.svg", predicting.calibration, name="inspections_calibration"),
    path("inspections/known/", falls.years, name="inspections_known"),
    path("inspections/known.<slug:form>", falls.export, name="inspections_known_export"),
    path("inspections/<int:inspection_id>/", inspection_day.inspection, name="inspection"),
    path("inspections/<int:inspection_id>/pack.pdf", inspection_day.briefing_pack, name="inspection_pack"),
    path("inspections/<int:inspection_id>/feedback/", inspection_day.feedback, name="inspection_feedback"),
    path("inspections/<int:inspection_id>/<slug:deed>/", inspection_day.act, name="inspection_act"),
    path("predicted/<int:prediction_id>/undo/", predicting.undo, name="inspection_predict_undo"),
    path("predicted/<int:prediction_id>/moderate/", predicting.moderate, name="inspection_moderate"),
    path(
        "predicted/<int:prediction_id>/moderate/undo/", predicting.undo_moderation,
        name="inspection_moderate_undo",
    ),
    path("schools/<urn:urn>/inspections/", inspections.of_school, name="inspection_school"),
    path("schools/<urn:urn>/inspections/predict/", predicting.predict, name="inspection_predict"),
    path("schools/<urn:urn>/inspections/notified/", inspection_day.notify, name="inspection_notify"),
    path("schools/<urn:urn>/inspections/known/", falls.of_school, name="inspection_known"),
    path("schools/<urn:urn>/inspections/known.svg", falls.picture, name="inspection_known_picture"),
    path("schools/<urn:urn>/inspections/known.<slug:form>", falls.school_export, name="inspection_known_export"),
]  # fmt: skip
