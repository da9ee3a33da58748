"""Rounds of rating, from opening to telling, and messages out."""

from django.urls import path

from fingerpost.monitor.views import moderation, outbox, rounds, telling

urlpatterns = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/open/", rounds.open_round, name="rounds_open"),
    path("rounds/second-looks/", rounds.second_looks, name="rounds_second_looks"),
    path("rounds/second-looks/<int:look_id>/", rounds.second_look, name="rounds_second_look"),
    path("rounds/<int:round_id>/", rounds.round_page, name="round"),
    path("rounds/<int:round_id>/export.<slug:form>", rounds.export, name="round_export"),
    path("rounds/<int:round_id>/move/", rounds.move, name="round_move"),
    path("rounds/<int:round_id>/compute/", rounds.compute, name="round_compute"),
    path("rounds/<int:round_id>/reopen/", rounds.reopen, name="round_reopen"),
    path("rounds/<int:round_id>/judgements/", rounds.judgements, name="round_judgements"),
    path("rounds/<int:round_id>/comments/", rounds.comments, name="round_comments"),
    path("rounds/<int:round_id>/comments/<int:comment_id>/", rounds.answer, name="round_answer"),
    path("rounds/<int:round_id>/moderation/", moderation.moderation, name="round_moderation"),
    path("rounds/<int:round_id>/moderation/accept/", moderation.accept, name="round_accept"),
    path("rounds/<int:round_id>/moderation/<int:level_id>/", moderation.decide, name="round_decide"),
    path("rounds/<int:round_id>/moderation/<int:level_id>/undo/", moderation.undo, name="round_decide_undo"),
    path("rounds/<int:round_id>/confirm/", moderation.confirm, name="round_confirm"),
    path("rounds/<int:round_id>/telling/", telling.telling, name="round_telling"),
    path("rounds/<int:round_id>/telling/tell/", telling.tell_all, name="round_tell"),
    path("rounds/<int:round_id>/telling/<urn:urn>/", telling.school, name="round_telling_school"),
    path("rounds/<int:round_id>/telling/<urn:urn>/letter.<slug:form>", telling.letter, name="round_letter"),
    path("rounds/<int:round_id>/telling/<urn:urn>/<slug:deed>/", telling.act, name="round_telling_act"),
    path("messages/", outbox.outbox, name="messages"),
    path("messages.<slug:form>", outbox.export, name="messages_export"),
    path("messages/<int:message_id>/", outbox.message, name="message"),
    path("messages/<int:message_id>/resend/", outbox.resend, name="message_resend"),
]
