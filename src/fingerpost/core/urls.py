"""The addresses of the people pages, each under an authority."""

from django.urls import path

from fingerpost.core import views

urlpatterns = [
    path("people/", views.people_of_authority, name="people"),
    path("people/add/", views.add_person, name="person_add"),
    path("people/posts/", views.posts_explained, name="people_posts"),
    path("people/record/", views.record_of_what_was_done, name="audit"),
    path("people/<int:user_id>/link/", views.sign_in_link, name="person_link"),
    path("people/post/<int:post_id>/end/", views.end_post, name="post_end"),
    path("people/terms/", views.term_dates, name="people_terms"),
]
