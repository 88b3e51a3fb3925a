"""Addresses of the account's pages."""

from django.urls import path

from frontend.account.account import account, end_all_sessions, end_other_session, new_password
from frontend.account.interrupted_form import resume_form
from frontend.account.my_data import erase_account, my_data, my_data_file
from frontend.account.reauthenticate import reauthenticate
from frontend.account.second_factor import (
    confirm,
    disable,
    recovery_codes,
    recovery_codes_file,
    second_factor,
)
from frontend.account.second_step import second_step
from frontend.account.security_notices import read_notices
from frontend.account.session_limits import TIME_LEFT, time_left
from frontend.account.set_password import open_link, set_password
from frontend.account.sign_in import sign_in
from frontend.account.sign_out import sign_out

app_name = "account"
urlpatterns = [
    path("dang-nhap/", sign_in, name="sign-in"),
    path("dang-xuat/", sign_out, name="sign-out"),
    path(TIME_LEFT.removeprefix("/"), time_left, name="time-left"),
    path("xac-nhan-mat-khau/", reauthenticate, name="reauthenticate"),
    path("tai-khoan/", account, name="home"),
    path("dang-nhap/ma/", second_step, name="second-step"),
    path("tai-khoan/hai-buoc/", second_factor, name="second-factor"),
    path("tai-khoan/hai-buoc/bat", confirm, name="second-factor-confirm"),
    path("tai-khoan/hai-buoc/tat", disable, name="second-factor-remove"),
    path("tai-khoan/hai-buoc/ma-khoi-phuc", recovery_codes, name="recovery-codes"),
    path("tai-khoan/hai-buoc/ma-khoi-phuc.txt", recovery_codes_file, name="recovery-codes-file"),
    path("tiep-tuc/", resume_form, name="interrupted-form"),
    path("dat-mat-khau/", set_password, name="set-password"),
    path("dat-mat-khau/<str:token>", open_link, name="password-link"),
    path("tai-khoan/da-doc", read_notices, name="read-notices"),
    path("tai-khoan/du-lieu/", my_data, name="my-data"),
    path("tai-khoan/du-lieu/tai-ve", my_data_file, name="my-data-file"),
    path("tai-khoan/du-lieu/xoa", erase_account, name="erase"),
    path("tai-khoan/mat-khau", new_password, name="password"),
    path("tai-khoan/dang-xuat/<str:session_id>", end_other_session, name="end-session"),
    path("tai-khoan/dang-xuat-het", end_all_sessions, name="end-all-sessions"),
]
