"""Addresses of payments and provider messages that need a person."""

from django.urls import path

from frontend.office.payments.provider_messages import close_message, provider_messages
from frontend.office.payments.reviews import decide_payment, reviews

urlpatterns = [
    path("doi-soat/can-xem/", reviews, name="reviews"),
    path("doi-soat/thanh-toan/<slug:intent_id>/", decide_payment, name="decide-payment"),
    path("doi-soat/cau-hoi/", provider_messages, name="provider-messages"),
    path("doi-soat/loi-goi/<int:call_id>/", close_message, name="resolve-message"),
]
