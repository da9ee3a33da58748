from django.apps import AppConfig


class MonitorConfig(AppConfig):
    name = "fingerpost.monitor"
    verbose_name = "Monitoring"
