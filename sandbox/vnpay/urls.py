"""The stand-in's addresses, below /vnpay-sandbox/."""

from django.urls import path

from sandbox.vnpay import api, control, pages

app_name = "vnpay-sandbox"
urlpatterns = [
    path("paymentv2/vpcpay.html", pages.pay, name="pay"),
    path("paymentv2/<uuid:payment_id>/", pages.choose, name="choose"),
    path("paymentv2/<uuid:payment_id>/the/", pages.card, name="card"),
    path("paymentv2/<uuid:payment_id>/otp/", pages.otp, name="otp"),
    path("paymentv2/<uuid:payment_id>/qr/", pages.qr, name="qr"),
    path("paymentv2/<uuid:payment_id>/ket-thuc/<slug:outcome>/", pages.end, name="end"),
    path("merchant_webapi/api/transaction", api.transaction, name="api"),
    path("control", control.control, name="control"),
]
