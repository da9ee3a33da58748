"""The pages of allauth that this product shows. Those left out (sign-up, several addresses) have no use here."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from fingerpost.site import accounts

open_to_all = login_not_required

urlpatterns = [
    path("sign-in/", open_to_all(views.login), name="account_login"),
    path("sign-in/link/<str:secret>/", accounts.sign_in_by_link, name="sign_in_by_link"),
    path("sign-out/", open_to_all(views.logout), name="account_logout"),
    path("account/closed/", open_to_all(views.signup), name="account_signup"),
    path("account/inactive/", open_to_all(views.account_inactive), name="account_inactive"),
    path("account/confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("account/password/", views.password_change, name="account_change_password"),
    path("account/password/first/", views.password_set, name="account_set_password"),
    path("account/password/reset/", open_to_all(views.password_reset), name="account_reset_password"),
    path(
        "account/password/reset/sent/",
        open_to_all(views.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "account/password/reset/key/<str:uidb36>-<str:key>/",
        open_to_all(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/done/",
        open_to_all(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    # Allauth redirects here after some changes.
    path("account/", RedirectView.as_view(pattern_name="account_change_password"), name="account_email"),
]
