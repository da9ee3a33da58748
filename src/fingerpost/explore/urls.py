"""The addresses of the figures, each under an authority. Each theme has a module of its own and adds its list here."""

urlpatterns: list = []
