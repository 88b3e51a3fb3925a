"""The state machine of payments extended by a bank: VietQR transfers, payouts, and refunds that are sent.

`bank` in the ledger must be the credits of the operator's account less its debits.
"""

from unittest import mock

from django.db.models import Sum
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from core.identifiers import new_id
from payments.bank.services.ingest_bank_transaction import ingest_bank_transaction
from payments.callbacks import ipn
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.connected_accounts.services.update_bank import update_bank
from payments.models import Attempt, Payee, Payout, Refund, RefundStatus
from payments.payouts.services.cancel_payout import cancel_payout
from payments.payouts.services.confirm_payout import confirm_payout
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.make_batch import make_batch
from payments.payouts.services.reject_payout import reject_payout
from payments.providers.results import RefundOutcome, RefundResult
from payments.providers.vnpay.provider import VNPay
from payments.refunds.services.send_refund import send_refund
from tests.payments.bank.helpers import make_account, make_feed, notification, operators_account, shown
from tests.payments.helpers import make_attempt, message
from tests.payments.machine import AMOUNTS, PICK, Money


class MoneyAndBank(Money):
    """Operations of the operator, the bank and its feeds, mixed with those of `Money`."""

    @initialize()
    def set_up_accounts(self) -> None:
        super().set_up_accounts()
        self.received = self.paid_out = 0  # đồng of the operator's account at the bank
        self.feeds = [make_feed(operators_account()), make_feed(make_account(self.payees[0]))]
        for payee in self.payees:
            update_bank(payee_id=payee.pk, bin="970436", number="0071001234567", holder="CHU TAI KHOAN", hold=False)
            self._sell(payee, 200_000)

    def _sell(self, payee: Payee, amount: int) -> None:
        """An earlier paid sale, so that every run can reach payouts and refunds."""
        attempt = make_attempt(amount=amount)
        self.gateway.word[attempt.reference] = "paid"
        assert ipn.answer("vnpay", message(attempt))["RspCode"] == "00"
        create_transfer(intent_id=attempt.intent_id, amount=amount - 50_000, payee_id=payee.pk, released=True)

    @rule(amount=AMOUNTS, whose=st.integers(0, 1))
    def show_a_qr(self, amount: int, whose: int) -> None:
        shown(self.feeds[whose].account, amount)

    @rule(
        pick=PICK, off_by=st.sampled_from([0, 0, 0, -1, 1]), astray=st.sampled_from([0, 0, 1]), times=st.integers(1, 2)
    )
    def receive_a_bank_transfer(self, pick: int, off_by: int, astray: int, times: int) -> None:
        """With the right amount or not, into the shown account or not, reported once or twice."""
        attempt = self._one(Attempt.objects.filter(provider="vietqr"), pick)
        if attempt is None or attempt.amount + off_by < 1:
            return
        whose = (0 if attempt.intent.payee_id is None else 1) ^ astray
        feed = self.feeds[whose]
        reported = notification(feed.account, attempt.reference, attempt.amount + off_by)
        for _ in range(times):
            ingest_bank_transaction(feed=feed, notification=reported)
        if whose == 0:
            self.received += reported.amount

    @rule(payee=st.integers(0, 1), amount=st.none() | AMOUNTS)
    def create_a_payout(self, payee: int, amount: int | None) -> None:
        self._may_refuse(lambda: create_payout(payee_id=self.payees[payee].pk, amount=amount))

    @rule(pick=PICK)
    def cancel_a_payout(self, pick: int) -> None:
        if payout := self._one(Payout.objects.all(), pick):
            self._may_refuse(lambda: cancel_payout(payout_id=payout.pk, actor=self.operator))

    def make_a_batch(self) -> None:
        self._may_refuse(lambda: make_batch(actor=self.operator))

    @rule(pick=PICK, paid=st.booleans())
    def resolve_a_payout(self, pick: int, paid: bool) -> None:
        """The bank pays or rejects a payout of the batch, also one that it had paid before."""
        self.make_a_batch()
        if payout := self._one(Payout.objects.filter(status__in=["in_transit", "paid"]), pick):
            before = payout.status
            if paid:
                number = new_id("ft")
                self._may_refuse(
                    lambda: confirm_payout(payout_id=payout.pk, bank_reference=number, actor=self.operator)
                )
            else:
                self._may_refuse(lambda: reject_payout(payout_id=payout.pk, reason="Sai số", actor=self.operator))
            payout.refresh_from_db()
            self.paid_out += payout.amount * ((payout.status == "paid") - (before == "paid"))

    @rule(pick=PICK, outcome=st.sampled_from(sorted(RefundOutcome)))
    def send_a_refund(self, pick: int, outcome: RefundOutcome) -> None:
        """VNPay refunds, refuses, processes later, answers wrongly or does not answer."""
        if refund := self._one(Refund.objects.filter(attempt__provider="vnpay"), pick):
            reported = RefundResult(outcome, failure_reason="declined", provider_ref="1")
            with mock.patch.object(VNPay, "refund", return_value=reported):
                result = send_refund(refund_id=refund.pk)
            if result is RefundOutcome.SUCCEEDED:
                self.gateway.refunded += refund.amount

    @invariant()
    def bank_balance_matches_the_transfers(self) -> None:
        if not hasattr(self, "feeds"):
            return
        refunds = Refund.objects.filter(
            status=RefundStatus.SUCCEEDED, attempt__provider="vietqr", intent__collector="platform"
        )
        refunded = refunds.aggregate(total=Sum("amount"))["total"] or 0
        assert self._sum("bank") == self.received - self.paid_out - refunded

    @invariant()
    def open_payouts_match_the_transit_account(self) -> None:
        if not hasattr(self, "feeds"):
            return
        in_transit = Payout.objects.filter(status__in=["pending", "in_transit"]).aggregate(total=Sum("amount"))["total"]
        assert self._sum("payouts_transit") == -(in_transit or 0)
