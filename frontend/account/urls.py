"""Addresses of the account's pages."""

from django.urls import path

from frontend.account.account import account, leave_everywhere, leave_there, new_password
from frontend.account.notices import read_notices
from frontend.account.reauthenticate import reauthenticate
from frontend.account.set_password import set_password
from frontend.account.sign_in import sign_in
from frontend.account.sign_out import sign_out

app_name = "account"
urlpatterns = [
    path("dang-nhap/", sign_in, name="sign-in"),
    path("dang-xuat/", sign_out, name="sign-out"),
    path("xac-nhan-mat-khau/", reauthenticate, name="reauthenticate"),
    path("tai-khoan/", account, name="home"),
    path("dat-mat-khau/<str:token>", set_password, name="set-password"),
    path("tai-khoan/da-doc", read_notices, name="read-notices"),
    path("tai-khoan/mat-khau", new_password, name="password"),
    path("tai-khoan/dang-xuat/<str:session_id>", leave_there, name="leave-there"),
    path("tai-khoan/dang-xuat-het", leave_everywhere, name="leave-everywhere"),
]
