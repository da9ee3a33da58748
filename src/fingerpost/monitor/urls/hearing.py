"""What was said to schools and heard of them."""

from django.urls import path

from fingerpost.monitor.views import contacts, flags

urlpatterns = [
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts.<slug:form>", contacts.export, name="contacts_export"),
    path("contacts/<int:contact_id>/undo/", contacts.undo, name="contact_undo"),
    path("schools/<urn:urn>/contacts/", contacts.of_school, name="contacts_school"),
    path("flags/", flags.flags, name="flags"),
    path("flags.<slug:form>", flags.export, name="flags_export"),
    path("flags/raise/", flags.raise_any, name="flag_raise_any"),
    path("flags/<int:flag_id>/", flags.flag, name="flag"),
    path("flags/<int:flag_id>/<slug:deed>/", flags.act, name="flag_act"),
    path("tasks/<int:task_id>/done/", flags.task_done, name="task_done"),
    path("schools/<urn:urn>/flags/", flags.of_school, name="flags_school"),
    path("schools/<urn:urn>/flags/raise/", flags.raise_flag, name="flag_raise"),
]
