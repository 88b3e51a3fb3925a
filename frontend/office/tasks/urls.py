"""Address of the operator overview."""

from django.urls import path

from frontend.office.tasks.views import overview

urlpatterns = [
    path("doi-soat/", overview, name="money"),
]
