from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "fingerpost.casework"
    verbose_name = "Casework"
