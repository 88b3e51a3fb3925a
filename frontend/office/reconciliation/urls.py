"""Addresses of reconciliation."""

from django.urls import path

from frontend.office.reconciliation.days import differences, money_day, money_days
from frontend.office.reconciliation.files import money_file, money_files
from frontend.office.reconciliation.layouts import edit_layout, layouts, new_layout
from frontend.office.reconciliation.lines import missing_payment, query_status, settlement_line
from frontend.office.reconciliation.similar_lines import similar_differences

urlpatterns = [
    path("doi-soat/chenh-lech/", differences, name="differences"),
    path("doi-soat/chenh-lech/<slug:kind>/<slug:difference>/", similar_differences, name="similar-differences"),
    path("doi-soat/ngay/", money_days, name="money-days"),
    path("doi-soat/ngay/<vnday:day>/", money_day, name="money-day"),
    path("doi-soat/dong/<int:line_id>/", settlement_line, name="settlement-line"),
    path("doi-soat/thieu/<slug:reference>/", missing_payment, name="missing-payment"),
    path("doi-soat/hoi-vnpay/<slug:reference>/", query_status, name="query-status"),
    path("doi-soat/tep/", money_files, name="money-files"),
    path("doi-soat/tep/<int:file_id>/", money_file, name="money-file"),
    path("doi-soat/mau-tep/", layouts, name="layouts"),
    path("doi-soat/mau-tep/<int:layout_id>/", edit_layout, name="edit-layout"),
    path("doi-soat/mau-tep/moi/<slug:kind>/", new_layout, name="new-layout"),
]
