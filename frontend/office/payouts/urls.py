"""Addresses of payouts."""

from django.urls import path

from frontend.office.payouts import batch, overview

urlpatterns = [
    path("chi-tra/", overview.payouts, name="payouts"),
    path("chi-tra/nguoi-nhan/", overview.payees, name="payees"),
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
]
