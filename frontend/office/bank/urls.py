"""Addresses of the operator bank account and of transfers that match nothing."""

from django.urls import path

from frontend.office.bank.account import bank_account, bank_feed, drop_bank_feed
from frontend.office.bank.transfers import decide_bank_transfer, unmatched_transfers

urlpatterns = [
    path("doi-soat/chuyen-khoan/", unmatched_transfers, name="unmatched-transfers"),
    path("doi-soat/chuyen-khoan/<int:transfer_id>/", decide_bank_transfer, name="decide-bank-transfer"),
    path("doi-soat/ngan-hang/", bank_account, name="bank-account"),
    path("doi-soat/ngan-hang/bao-tien", bank_feed, name="bank-feed"),
    path("doi-soat/ngan-hang/bao-tien/<int:feed_id>/bo", drop_bank_feed, name="bank-feed-remove"),
]
