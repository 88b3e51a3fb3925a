"""Addresses below /v1/."""

from django.urls import path, re_path

from payments.api.errors import errors
from payments.api.openapi import document
from payments.api.view import v1

app_name = "v1"
urlpatterns = [
    path("openapi.json", document, name="openapi"),
    path("docs/errors", errors, name="errors"),
    re_path("", v1, name="v1"),
]
