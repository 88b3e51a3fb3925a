"""Addresses of the ledger."""

from django.urls import path

from frontend.office.ledger.views import account, accounts, journal_entry, trial_balance

urlpatterns = [
    path("so-sach/", trial_balance, name="ledger"),
    path("so-sach/loai/<str:code>/<str:mode>/", accounts, name="accounts"),
    path("so-sach/tai-khoan/<int:account_id>/", account, name="account"),
    path("so-sach/but-toan/<int:journal_entry_id>/", journal_entry, name="journal_entry"),
]
