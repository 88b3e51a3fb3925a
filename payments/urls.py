"""Addresses that providers call."""

from django.urls import path

from payments.providers.vnpay.ipn import ipn

app_name = "payments"
urlpatterns = [path("vnpay/ipn", ipn, name="vnpay-ipn")]
