"""Where schools are going: direction, slippage, watch, road map, twins, consistency."""

from django.urls import path

from fingerpost.monitor.views import consistency, moving, watching, way_up

urlpatterns = [
    path("schools/moving/", moving.moving, name="moving"),
    path("schools/moving.<slug:form>", moving.moving_export, name="moving_export"),
    path("schools/slipping/", moving.slipping, name="slipping"),
    path("schools/slipping.<slug:form>", moving.slipping_export, name="slipping_export"),
    path("schools/watch/", watching.watching, name="watching"),
    path("schools/watch.<slug:form>", watching.export, name="watching_export"),
    path("schools/watch/<int:watch_id>/undo/", watching.undo, name="watch_undo"),
    path("schools/watch/<int:watch_id>/<slug:deed>/", watching.act, name="watch_act"),
    path("schools/<urn:urn>/watch/", watching.of_school, name="watch"),
    path("schools/<urn:urn>/watch/put/", watching.put, name="watch_put"),
    path("schools/<urn:urn>/road-map/", way_up.road_map, name="roadmap"),
    path("schools/<urn:urn>/road-map/agree/", way_up.agree, name="roadmap_agree"),
    path("schools/<urn:urn>/twins/", way_up.twins, name="twins"),
    path("schools/consistency/", consistency.consistency, name="consistency"),
    path("schools/consistency/picture.svg", consistency.drawn, name="consistency_picture"),
    path("schools/consistency.<slug:form>", consistency.export, name="consistency_export"),
]
