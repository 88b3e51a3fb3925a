"""Address of the operator's search."""

from django.urls import path

from frontend.office.search.views import search

urlpatterns = [
    path("hoan-tien/tim", search, name="search"),
]
