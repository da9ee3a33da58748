"""Who is in post, and which schools are whose."""

from django.urls import path

from fingerpost.monitor.views import directory, handing_over, placing, posts, records

urlpatterns = [
    path("areas/", placing.local_areas, name="areas"),
    path("areas/<int:area_id>/", placing.area, name="area"),
    path("people/directory/", directory.directory, name="directory"),
    path("people/directory.<slug:form>", directory.export, name="directory_export"),
    path("people/directory/enter/", directory.enter, name="directory_enter"),
    path("people/directory/vacancy/", directory.vacancy, name="directory_vacancy"),
    path("people/directory/vacancy/<int:vacancy_id>/fill/", directory.fill, name="directory_fill"),
    path("people/directory/sheet/", directory.from_sheet, name="directory_sheet"),
    path("people/directory/<int:person_id>/leave/", directory.leave, name="directory_leave"),
    path("people/directory/<int:person_id>/confirm/", directory.confirm, name="directory_confirm"),
    path("people/directory/<int:person_id>/remove/", directory.remove, name="directory_remove"),
    path("people/<int:user_id>/", posts.person, name="person"),
    path("people/<int:user_id>/post/", posts.give_post, name="post_give"),
    path("people/post/<int:post_id>/hand-over/", handing_over.hand_over, name="hand_over"),
    path("people/hand-over/<int:hand_over_id>/undo/", handing_over.undo, name="hand_over_undo"),
    path("people/records/", records.records_of, name="people_held"),
    path("schools/<urn:urn>/records/", records.of_school, name="records_school"),
    path("people/post/<int:post_id>/schools/", placing.schools_of_post, name="post_schools"),
]
