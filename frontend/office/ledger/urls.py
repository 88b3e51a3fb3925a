"""Addresses of the ledger."""

from django.urls import path

from frontend.office.ledger.views import account, accounts, books, journal_entry

urlpatterns = [
    path("so-sach/", books, name="books"),
    path("so-sach/loai/<str:code>/<str:mode>/", accounts, name="accounts"),
    path("so-sach/tai-khoan/<int:account_id>/", account, name="account"),
    path("so-sach/but-toan/<int:journal_entry_id>/", journal_entry, name="journal_entry"),
]
