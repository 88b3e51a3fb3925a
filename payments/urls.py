"""Addresses that providers and bank feeds call, and the pictures that buyers scan."""

from django.urls import path, re_path

from payments.feeds.views import hook
from payments.providers.vietqr.pictures import picture
from payments.providers.vnpay.ipn import ipn

app_name = "payments"
urlpatterns = [
    path("vnpay/ipn", ipn, name="vnpay-ipn"),
    path("feeds/<slug:kind>/<slug:hook>", hook, name="feed"),
    re_path(r"^vietqr/(pi_\w{1,40})/(\w{1,40})\.(svg|png)$", picture, name="vietqr-picture"),
]
