"""The published strategy."""

from django.urls import path

from fingerpost.monitor.views import strategy

urlpatterns = [
    path("strategy/", strategy.strategy, name="strategy"),
    path("strategy/scheme/<slug:scheme>/", strategy.scheme, name="strategy_scheme"),
    path("strategy/scheme/<slug:scheme>/examples/", strategy.examples, name="strategy_examples"),
    path("strategy/whole/", strategy.printed, name="strategy_printed"),
    path("strategy/letters/<slug:letter>/", strategy.letter, name="strategy_letter"),
    path("strategy/edition.zip", strategy.zipped, name="strategy_zip"),
]
