"""Addresses of webhook endpoints."""

from django.urls import path

from frontend.office.webhooks.views import enable_webhook, webhooks

urlpatterns = [
    path("doi-soat/dia-chi-nhan-tin/", webhooks, name="webhooks"),
    path("doi-soat/dia-chi-nhan-tin/<slug:endpoint_id>/bat", enable_webhook, name="enable-webhook"),
]
