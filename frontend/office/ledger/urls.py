"""Addresses of the ledger."""

from django.urls import path

from frontend.office.ledger.views import account, accounts, books, movement

urlpatterns = [
    path("so-sach/", books, name="books"),
    path("so-sach/loai/<str:code>/<str:mode>/", accounts, name="accounts"),
    path("so-sach/tai-khoan/<int:account_id>/", account, name="account"),
    path("so-sach/but-toan/<int:movement_id>/", movement, name="movement"),
]
