from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "fingerpost.returns"
    verbose_name = "Returns"
