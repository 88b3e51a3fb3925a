"""The stand-in's addresses, below /bank-sandbox/."""

from django.urls import path

from sandbox.banks import control, pay

app_name = "bank-sandbox"
urlpatterns = [
    path("control", control.control, name="control"),
    path("pay/<slug:code>", pay.pay, name="pay"),
]
