"""Every address of the shop, by room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("payments/", include("payments.urls")),
]
