"""The office's addresses."""

from django.urls import path

from frontend.office.audit import audit
from frontend.office.downloads import figures_csv, parts_csv, rows_csv
from frontend.office.figures import figures
from frontend.office.indicator import indicator
from frontend.office.money.books import account, accounts, books, movement
from frontend.office.money.calls import calls, close_question
from frontend.office.money.overview import overview
from frontend.office.money.refund import approve, decide, refund, retry
from frontend.office.money.refunds import refunds
from frontend.office.money.reviews import decide_payment, reviews
from frontend.office.province import province
from frontend.office.tax.month import declare, month, month_pdf, month_xlsx, pay
from frontend.office.tax.overview import overview as tax_overview
from frontend.office.tax.year import certificate_pdf, certificate_xlsx, year
from frontend.office.verification import verification
from frontend.office.verify_certificate import certificate_case
from frontend.office.verify_declaration import declaration_case
from frontend.office.verify_seller import record_contract, seller_case, write_tax_code

app_name = "office"
urlpatterns = [
    path("", figures, name="figures"),
    path("chi-so/<slug:code>/", indicator, name="indicator"),
    path("tai/chi-so.csv", figures_csv, name="figures-csv"),
    path("tai/theo-dia-ban.csv", parts_csv, name="parts-csv"),
    path("tai/dong/<slug:code>.csv", rows_csv, name="rows-csv"),
    path("tinh/", province, name="province"),
    path("xac-minh/", verification, name="verification"),
    path("xac-minh/nguoi-ban/<int:seller_id>/", seller_case, name="seller-case"),
    path("xac-minh/nguoi-ban/<int:seller_id>/hop-dong", record_contract, name="seller-contract"),
    path("xac-minh/nguoi-ban/<int:seller_id>/ma-so-thue", write_tax_code, name="seller-tax-code"),
    path("xac-minh/chung-nhan/<int:certificate_id>/", certificate_case, name="certificate-case"),
    path("xac-minh/nong-san/<int:declaration_id>/", declaration_case, name="declaration-case"),
    path("doi-soat/", overview, name="money"),
    path("doi-soat/can-xem/", reviews, name="reviews"),
    path("doi-soat/thanh-toan/<slug:intent_id>/", decide_payment, name="decide-payment"),
    path("doi-soat/cau-hoi/", calls, name="calls"),
    path("doi-soat/loi-goi/<int:call_id>/", close_question, name="close-question"),
    path("hoan-tien/", refunds, name="refunds"),
    path("hoan-tien/<slug:refund_id>/", refund, name="refund"),
    path("hoan-tien/<slug:refund_id>/duyet/", approve, name="refund-approve"),
    path("hoan-tien/<slug:refund_id>/quyet-dinh/", decide, name="refund-decide"),
    path("hoan-tien/<slug:refund_id>/hoan-lai/", retry, name="refund-retry"),
    path("so-sach/", books, name="books"),
    path("so-sach/loai/<str:code>/<str:mode>/", accounts, name="accounts"),
    path("so-sach/tai-khoan/<int:account_id>/", account, name="account"),
    path("so-sach/but-toan/<int:movement_id>/", movement, name="movement"),
    path("thue/", tax_overview, name="tax"),
    path("thue/nam/<int:year>/", year, name="tax-year"),
    path("thue/nam/<int:year>/<slug:payee_id>.pdf", certificate_pdf, name="tax-certificate-pdf"),
    path("thue/nam/<int:year>/<slug:payee_id>.xlsx", certificate_xlsx, name="tax-certificate-xlsx"),
    path("thue/<slug:month>.pdf", month_pdf, name="tax-month-pdf"),
    path("thue/<slug:month>.xlsx", month_xlsx, name="tax-month-xlsx"),
    path("thue/<slug:month>/", month, name="tax-month"),
    path("thue/<slug:month>/ke-khai", declare, name="tax-declare"),
    path("thue/<slug:month>/nop-tien", pay, name="tax-pay"),
    path("nhat-ky/", audit, name="audit"),
]
