from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "fingerpost.portal"
    verbose_name = "Portal"
