from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "fingerpost.demo"
    label = "demo"
