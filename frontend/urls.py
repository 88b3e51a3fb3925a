"""The addresses of the three faces."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("frontend.shop.urls")),
    path("co-quan/", include("frontend.office.urls")),
]
