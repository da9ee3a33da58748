from django.apps import AppConfig


class ExploreConfig(AppConfig):
    name = "fingerpost.explore"
    verbose_name = "Figures"
