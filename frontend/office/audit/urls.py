"""Address of the audit trail."""

from django.urls import path

from frontend.office.audit.views import audit

urlpatterns = [
    path("nhat-ky/", audit, name="audit"),
]
