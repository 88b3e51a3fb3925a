"""Addresses that providers and bank feeds call, pages and pictures for buyers."""

from django.urls import path, re_path

from payments.bank.feeds.views import hook
from payments.callbacks.ipn import ipn
from payments.checkout_sessions import views as checkout_views
from payments.checkout_sessions.bank_transfer_views import instructions, instructions_part
from payments.providers.vietqr.pictures import picture

app_name = "payments"
urlpatterns = [
    path("feeds/<slug:kind>/<slug:hook>", hook, name="feed"),
    path("checkout/<slug:session_id>", checkout_views.checkout, name="checkout"),
    path("checkout/<slug:session_id>/part", checkout_views.part, name="checkout-part"),
    path("checkout/<slug:session_id>/pay", checkout_views.pay, name="checkout-pay"),
    path("checkout/<slug:session_id>/other", checkout_views.other, name="checkout-other"),
    re_path(r"^vietqr/(pi_\w{1,40})/(\w{1,40})$", instructions, name="vietqr"),
    re_path(r"^vietqr/(pi_\w{1,40})/(\w{1,40})/part$", instructions_part, name="vietqr-part"),
    re_path(r"^vietqr/(pi_\w{1,40})/(\w{1,40})\.(svg|png)$", picture, name="vietqr-picture"),
    path("<slug:provider>/ipn", ipn, name="ipn"),
]
