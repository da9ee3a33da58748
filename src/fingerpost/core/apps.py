from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "fingerpost.core"
    verbose_name = "People and authorities"
