"""The addresses of a school's own pages, each under an authority."""

from django.urls import path

from fingerpost.portal.views import answering, explaining, letters, my_school

SCHOOL = "my-school/<urn:urn>/"

urlpatterns = [
    path("my-school/", my_school.choose, name="my_schools"),
    path("my-school/how-it-works/", explaining.in_general, name="my_school_scheme"),
    path(SCHOOL, my_school.my_school, name="my_school"),
    path(f"{SCHOOL}why/<int:level_id>/", my_school.why, name="my_school_why"),
    path(f"{SCHOOL}road-map/<int:level_id>/", my_school.road_map, name="my_school_road_map"),
    path(f"{SCHOOL}letters/<int:round_id>/", letters.letter, name="my_school_letter"),
    path(f"{SCHOOL}letters/<int:round_id>.pdf", letters.printed, name="my_school_letter_pdf"),
    path(f"{SCHOOL}how-it-works/", explaining.of_school, name="my_school_explained"),
    path(f"{SCHOOL}round/", answering.read, name="my_school_round"),
    path(f"{SCHOOL}round/comment/", answering.comment, name="my_school_comment"),
    path(f"{SCHOOL}round/comments/<int:comment_id>/take-back/", answering.comment_take_back,
         name="my_school_comment_take_back"),
    path(f"{SCHOOL}second-look/<int:level_id>/", answering.second_look, name="my_school_second_look"),
]  # fmt: skip
