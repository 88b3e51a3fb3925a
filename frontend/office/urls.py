"""The office's addresses."""

from datetime import date

from django.urls import path, register_converter

from frontend.office.audit.views import audit
from frontend.office.bank.account import bank_account, bank_feed, drop_bank_feed
from frontend.office.bank.transfers import bank_questions, decide_bank_transfer
from frontend.office.figures.downloads import figures_csv, parts_csv, rows_csv
from frontend.office.figures.indicator import indicator
from frontend.office.figures.overview import figures
from frontend.office.figures.province import province
from frontend.office.ledger.views import account, accounts, books, movement
from frontend.office.payments.provider_messages import calls, close_question
from frontend.office.payments.reviews import decide_payment, reviews
from frontend.office.payouts import batch, overview
from frontend.office.reconciliation.days import differences, money_day, money_days
from frontend.office.reconciliation.files import money_file, money_files
from frontend.office.reconciliation.layouts import edit_layout, layouts, new_layout
from frontend.office.reconciliation.lines import ask_again, missing_payment, settlement_line
from frontend.office.reconciliation.similar_lines import differences_alike
from frontend.office.refunds import returns
from frontend.office.refunds.overview import refunds
from frontend.office.refunds.refund import approve, decide, refund, retry
from frontend.office.tasks.views import overview
from frontend.office.tax.month import declare, month, month_pdf, month_xlsx, pay
from frontend.office.tax.overview import overview as tax_overview
from frontend.office.tax.year import certificate_pdf, certificate_xlsx, year
from frontend.office.verification.certificate import certificate_case
from frontend.office.verification.declaration import declaration_case
from frontend.office.verification.overview import verification
from frontend.office.verification.seller import record_contract, record_paper, seller_case, write_tax_code
from frontend.office.webhooks.views import enable_webhook, webhooks


class DayConverter:
    """A day in an address: 2026-11-22."""

    regex = r"20\d\d-\d\d-\d\d"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)  # a ValueError is "no such page"

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "vnday")

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
    path("xac-minh/nguoi-ban/<int:seller_id>/dong-y/<int:cooperative_id>", record_paper, name="seller-paper"),
    path("xac-minh/nguoi-ban/<int:seller_id>/ma-so-thue", write_tax_code, name="seller-tax-code"),
    path("xac-minh/chung-nhan/<int:certificate_id>/", certificate_case, name="certificate-case"),
    path("xac-minh/nong-san/<int:declaration_id>/", declaration_case, name="declaration-case"),
    path("doi-soat/", overview, name="money"),
    path("doi-soat/chenh-lech/", differences, name="differences"),
    path("doi-soat/chenh-lech/<slug:kind>/<slug:difference>/", differences_alike, name="differences-alike"),
    path("doi-soat/ngay/", money_days, name="money-days"),
    path("doi-soat/ngay/<vnday:day>/", money_day, name="money-day"),
    path("doi-soat/dong/<int:line_id>/", settlement_line, name="settlement-line"),
    path("doi-soat/thieu/<slug:reference>/", missing_payment, name="missing-payment"),
    path("doi-soat/hoi-vnpay/<slug:reference>/", ask_again, name="ask-again"),
    path("doi-soat/tep/", money_files, name="money-files"),
    path("doi-soat/tep/<int:file_id>/", money_file, name="money-file"),
    path("doi-soat/mau-tep/", layouts, name="layouts"),
    path("doi-soat/mau-tep/<int:layout_id>/", edit_layout, name="edit-layout"),
    path("doi-soat/mau-tep/moi/<slug:kind>/", new_layout, name="new-layout"),
    path("doi-soat/chuyen-khoan/", bank_questions, name="bank-questions"),
    path("doi-soat/chuyen-khoan/<int:transfer_id>/", decide_bank_transfer, name="decide-bank-transfer"),
    path("doi-soat/ngan-hang/", bank_account, name="bank-account"),
    path("doi-soat/ngan-hang/bao-tien", bank_feed, name="bank-feed"),
    path("doi-soat/ngan-hang/bao-tien/<int:feed_id>/bo", drop_bank_feed, name="bank-feed-drop"),
    path("doi-soat/can-xem/", reviews, name="reviews"),
    path("doi-soat/thanh-toan/<slug:intent_id>/", decide_payment, name="decide-payment"),
    path("doi-soat/cau-hoi/", calls, name="calls"),
    path("doi-soat/loi-goi/<int:call_id>/", close_question, name="close-question"),
    path("doi-soat/dia-chi-nhan-tin/", webhooks, name="webhooks"),
    path("doi-soat/dia-chi-nhan-tin/<slug:endpoint_id>/bat", enable_webhook, name="enable-webhook"),
    path("hoan-tien/", refunds, name="refunds"),
    path("hoan-tien/tim", returns.find, name="find-returns"),
    path("hoan-tien/don/<str:code>/", returns.case, name="order-returns"),
    path("hoan-tien/don/<str:code>/hoan", returns.give, name="return-give"),
    path("hoan-tien/don/<str:code>/nhan", returns.accept, name="return-accept"),
    path("hoan-tien/don/<str:code>/khong", returns.decline, name="return-decline"),
    path("hoan-tien/<slug:refund_id>/", refund, name="refund"),
    path("hoan-tien/<slug:refund_id>/duyet/", approve, name="refund-approve"),
    path("hoan-tien/<slug:refund_id>/quyet-dinh/", decide, name="refund-decide"),
    path("hoan-tien/<slug:refund_id>/hoan-lai/", retry, name="refund-retry"),
    path("chi-tra/", overview.payouts, name="payouts"),
    path("chi-tra/nguoi-nhan/", overview.owed, name="owed"),
    path("chi-tra/nguoi-nhan/<slug:payee_id>/chi", overview.pay_now, name="pay-now"),
    path("chi-tra/theo-lich", overview.run, name="run-payouts"),
    path("chi-tra/lap-tep", overview.gather, name="make-batch"),
    path("chi-tra/sao-ke", overview.statement, name="payout-statement"),
    path("chi-tra/tep/", overview.batches, name="batches"),
    path("chi-tra/tep/<slug:batch_id>/", batch.batch, name="batch"),
    path("chi-tra/tep/<slug:batch_id>/chuyen-khoan.xlsx", batch.batch_xlsx, name="batch-xlsx"),
    path("chi-tra/tep/<slug:batch_id>/chuyen-khoan.csv", batch.batch_csv, name="batch-csv"),
    path("chi-tra/tep/<slug:batch_id>/da-chuyen", batch.confirm_all, name="confirm-batch"),
    path("chi-tra/khoan/<slug:payout_id>/da-chuyen", batch.confirm, name="confirm-payout"),
    path("chi-tra/khoan/<slug:payout_id>/tra-ve", batch.reject, name="reject-payout"),
    path("chi-tra/khoan/<slug:payout_id>/huy", overview.cancel, name="cancel-payout"),
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
