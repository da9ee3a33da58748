"""The addresses of rounds and returns, each under an authority."""

urlpatterns: list = []
