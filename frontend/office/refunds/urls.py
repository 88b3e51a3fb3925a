"""Addresses of refunds and returns."""

from django.urls import path

from frontend.office.refunds import returns
from frontend.office.refunds.overview import refunds
from frontend.office.refunds.refund import approve, decide, refund, retry

urlpatterns = [
    path("hoan-tien/", refunds, name="refunds"),
    path("hoan-tien/don/<str:code>/", returns.case, name="order-returns"),
    path("hoan-tien/don/<str:code>/hoan", returns.new_return, name="return-open"),
    path("hoan-tien/don/<str:code>/nhan", returns.accept, name="return-accept"),
    path("hoan-tien/don/<str:code>/khong", returns.decline, name="return-decline"),
    path("hoan-tien/<slug:refund_id>/", refund, name="refund"),
    path("hoan-tien/<slug:refund_id>/duyet/", approve, name="refund-approve"),
    path("hoan-tien/<slug:refund_id>/quyet-dinh/", decide, name="refund-decide"),
    path("hoan-tien/<slug:refund_id>/hoan-lai/", retry, name="refund-retry"),
]
