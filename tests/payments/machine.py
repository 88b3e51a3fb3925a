"""A Hypothesis state machine of payments: after any sequence of operations the ledger is balanced and complete.

Its rules are operations on intents, IPNs, returns, querydr, reviews, transfers, refunds and the clock. A model of the
gateway (`Gateway`) records what really happened there; after every step the ledger must agree with it.
"""

import random
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from unittest import mock

import time_machine
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts.models import User
from core import clock, integrity
from core.errors import DomainError
from payments.callbacks import ipn
from payments.callbacks.payment_return import read_return
from payments.connected_accounts.services.create_payee import create_payee
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.connected_accounts.services.release_transfer import release_transfer
from payments.connected_accounts.services.reverse_transfer import reverse_transfer
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.close_overdue import close_overdue
from payments.intents.services.confirm_intent import confirm_intent
from payments.intents.services.create_intent import create_intent
from payments.intents.services.record_cash import record_cash
from payments.intents.services.resolve_review import resolve_review
from payments.models import (
    Attempt,
    LedgerEntry,
    Payee,
    PaymentIntent,
    PaymentReviewReason,
    Refund,
    RefundPhase,
    Transfer,
)
from payments.providers.results import AttemptResult, Outcome
from payments.providers.vnpay.provider import VNPay
from payments.refunds.services.complete_refund import cancel_refund, fail_refund, succeed_refund
from payments.refunds.services.create_refund import create_refund
from tests.factories import make_officer
from tests.payments.helpers import message

AMOUNTS = st.integers(1, 400_000)
PICK = st.integers(0, 10_000)  # selects one of the existing rows
CODES = {"paid": ("00", "00"), "refused": ("24", "02"), "suspicious": ("07", "07"), "contradictory": ("00", "02")}


@dataclass
class Gateway:
    """The model of VNPay: which payments it captured, and how much it refunded."""

    word: dict[str, str] = field(default_factory=dict)  # the final result of each reference
    believed: set[str] = field(default_factory=set)  # references whose payments we know
    refunded: int = 0

    def taken(self) -> set[str]:
        return {reference for reference, word in self.word.items() if word == "paid"}


class Money(RuleBasedStateMachine):
    """Operations of buyers, VNPay, sellers, the operator, the clock and an attacker."""

    @initialize()
    def set_up_accounts(self) -> None:
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.clock = time_machine.travel("2026-11-27T08:00:00+07:00", tick=False)
        self.now = self.clock.start()
        self.gateway = Gateway()
        self.query = mock.patch.object(VNPay, "query_status", side_effect=self._answer)
        self.query.start()
        # Ids decide the order of locks: a repeated run must draw the same ones.
        chance = random.Random(0)
        self.drawn = mock.patch.multiple(secrets, randbelow=chance.randrange, choice=chance.choice)
        self.drawn.start()
        self.operator: User = make_officer("operator")
        self.payees = [
            create_payee(name="HTX"),
            Payee.objects.create(id="acct_household", livemode=False, name="Hộ", business_type="individual"),
        ]
        self.serial = 0

    def teardown(self) -> None:
        if hasattr(self, "rollback"):
            self.drawn.stop()
            self.query.stop()
            self.clock.stop()
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)

    # Buyers

    @rule(
        amount=st.integers(5_000, 400_000),
        minutes=st.sampled_from([1, 15]),
        destination=st.booleans(),
        fee=st.integers(0, 20_000),
    )
    def create_an_intent(self, amount: int, minutes: int, destination: bool, fee: int) -> None:
        expires_at = clock.now() + timedelta(minutes=minutes)
        created = create_intent(amount=amount, payment_method_type="vnpay", expires_at=expires_at, transfer_group="g")
        if destination:
            created.transfer_destination, created.application_fee_amount = self.payees[0], min(fee, amount)
            created.save()

    @rule(pick=PICK)
    def confirm_an_intent(self, pick: int) -> None:
        if intent := self._one(PaymentIntent.objects.filter(collector="platform"), pick):
            self._may_refuse(
                lambda: confirm_intent(intent_id=intent.pk, return_url="https://cho.vn/ve", ip="113.160.92.202")
            )

    @rule(pick=PICK, code=st.sampled_from(sorted(CODES)))
    def return_from_vnpay(self, pick: int, code: str) -> None:
        """A return with a valid signature and any result: it completes nothing."""
        if attempt := self._one(Attempt.objects.filter(provider="vnpay"), pick):
            before = self._ledger()
            read_return("vnpay", message(attempt, *CODES[code]))
            assert self._ledger() == before

    @rule(pick=PICK)
    def cancel_an_intent(self, pick: int) -> None:
        if intent := self._one(PaymentIntent.objects.all(), pick):
            self._may_refuse(lambda: cancel_intent(intent_id=intent.pk, reason="requested_by_customer"))

    @rule(amount=AMOUNTS)
    def record_a_cash_payment(self, amount: int) -> None:
        self.serial += 1
        record_cash(payee_id=self.payees[0].pk, amount=amount, reference=f"cash-{self.serial}")

    # VNPay, and attackers who imitate it

    @rule(pick=PICK, word=st.sampled_from(sorted(CODES)), times=st.integers(1, 3))
    def receive_an_ipn(self, pick: int, word: str, times: int) -> None:
        """VNPay has one result of a reference, and may send it repeatedly and late."""
        if attempt := self._one(Attempt.objects.filter(provider="vnpay"), pick):
            word = self.gateway.word.setdefault(attempt.reference, word)
            for _ in range(times):
                answer = ipn.answer("vnpay", message(attempt, *CODES[word]))
                assert answer["RspCode"] in ("00", "02"), answer

    @rule(pick=PICK, how=st.sampled_from(["signature", "amount", "reference", "merchant"]))
    def receive_a_forged_ipn(self, pick: int, how: str) -> None:
        if attempt := self._one(Attempt.objects.filter(provider="vnpay"), pick):
            before = self._ledger()
            forged = {
                "signature": lambda: message(attempt) | {"vnp_SecureHash": "0" * 128},
                "amount": lambda: message(attempt, vnp_Amount=str(attempt.amount * 100 + 100)),
                "reference": lambda: message(attempt, vnp_TxnRef="261127NOBODY"),
                "merchant": lambda: message(attempt, vnp_TmnCode="STRANGER"),
            }[how]()
            assert ipn.answer("vnpay", forged)["RspCode"] in ("97", "01", "04")
            assert self._ledger() == before

    # Time

    @rule(minutes=st.sampled_from([1, 14, 20, 120]))
    def advance_the_clock(self, minutes: int) -> None:
        self.now.shift(timedelta(minutes=minutes))

    @rule(pick=PICK)
    def close_an_overdue_intent(self, pick: int) -> None:
        if intent := self._one(PaymentIntent.objects.filter(collector="platform"), pick):
            close_overdue(intent_id=intent.pk)

    # The operator

    @precondition(lambda self: PaymentIntent.objects.filter(review=True).exists())
    @rule(pick=PICK, paid=st.booleans())
    def resolve_a_review(self, pick: int, paid: bool) -> None:
        intent = self._one(PaymentIntent.objects.filter(review=True), pick)
        assert intent is not None
        attempt = intent.attempts.filter(status="review").order_by("pk")[0]
        resolve_review(intent_id=intent.pk, paid=paid, actor=self.operator, note="Sao kê VNPay")
        if paid:
            self.gateway.word[attempt.reference] = "paid"  # the operator checked: the money was received

    @rule(pick=PICK, part=st.integers(1, 100), payee=st.integers(0, 1))
    def record_transfer(self, pick: int, part: int, payee: int) -> None:
        if intent := self._one(PaymentIntent.objects.filter(status="succeeded", collector="platform"), pick):
            amount = max(1, intent.amount * part // 100)
            self._may_refuse(
                lambda: create_transfer(intent_id=intent.pk, amount=amount, payee_id=self.payees[payee].pk)
            )

    @rule(pick=PICK)
    def release_a_transfer(self, pick: int) -> None:
        if transfer := self._one(Transfer.objects.all(), pick):
            release_transfer(transfer_id=transfer.pk)

    @rule(pick=PICK, part=st.integers(1, 100), fee_too=st.booleans())
    def reverse_transfer(self, pick: int, part: int, fee_too: bool) -> None:
        if transfer := self._one(Transfer.objects.all(), pick):
            amount = max(1, transfer.amount * part // 100)
            self._may_refuse(
                lambda: reverse_transfer(transfer_id=transfer.pk, amount=amount, refund_application_fee=fee_too)
            )

    @rule(pick=PICK, amount=st.none() | AMOUNTS, reverse=st.booleans(), fee_too=st.booleans())
    def refund(self, pick: int, amount: int | None, reverse: bool, fee_too: bool) -> None:
        if intent := self._one(PaymentIntent.objects.all(), pick):
            self._may_refuse(
                lambda: create_refund(
                    intent_id=intent.pk,
                    amount=amount,
                    reason="requested_by_customer",
                    reverse_transfer=reverse,
                    refund_application_fee=fee_too,
                )
            )

    @rule(pick=PICK, end=st.sampled_from(["succeed", "fail", "cancel"]))
    def complete_a_refund(self, pick: int, end: str) -> None:
        if refund := self._one(Refund.objects.all(), pick):
            was_open = refund.phase != RefundPhase.DONE
            if end == "succeed":
                succeed_refund(refund_id=refund.pk, provider_ref="1")
                if was_open and refund.attempt.provider == "vnpay":
                    self.gateway.refunded += refund.amount
            elif end == "fail":
                fail_refund(refund_id=refund.pk, reason="declined")
            else:
                self._may_refuse(lambda: cancel_refund(refund_id=refund.pk))

    # Invariants

    @invariant()
    def integrity_checks_pass(self) -> None:
        if not hasattr(self, "gateway"):
            return
        with connection.cursor() as cursor:  # the constraints that the database checks at a commit
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        result = {name: check().problems for name, check in integrity._checks.items() if name.startswith("payments.")}
        assert {name: problems for name, problems in result.items() if problems} == {}

    @invariant()
    def provider_balance_matches_the_gateway(self) -> None:
        """VNPay owes us exactly the payments that it captured and reported, less its refunds."""
        if not hasattr(self, "gateway"):
            return
        known = Attempt.objects.filter(provider="vnpay", status__in=["succeeded", "duplicate"])
        references = set(known.values_list("reference", flat=True))
        assert references <= self.gateway.taken()
        owed = sum(known.values_list("amount", flat=True)) - self.gateway.refunded
        assert self._sum("provider:vnpay") == owed

    def _answer(self, attempt: Attempt) -> AttemptResult:
        """VNPay's answer to querydr: its result of the reference, where it has one."""
        word = self.gateway.word.get(attempt.reference)
        if word is None:
            return AttemptResult(Outcome.NOT_FOUND)
        outcome = {"paid": Outcome.SUCCEEDED, "refused": Outcome.FAILED}.get(word, Outcome.REVIEW)
        return AttemptResult(
            outcome,
            review_reason=PaymentReviewReason.UNDECIDED if outcome is Outcome.REVIEW else None,
            response_code=CODES[word][0],
        )

    def _one(self, rows: Any, pick: int) -> Any:
        result = list(rows.order_by("pk"))
        return result[pick % len(result)] if result else None

    def _may_refuse(self, call: Any) -> None:
        """Allow a DomainError, and check that it wrote nothing."""
        before = self._ledger()
        try:
            with transaction.atomic():
                call()
        except DomainError:
            assert self._ledger() == before

    def _ledger(self) -> tuple[int, int]:
        entries = list(LedgerEntry.objects.values_list("amount", flat=True))
        return len(entries), sum(map(abs, entries))

    def _sum(self, code: str) -> int:
        return sum(LedgerEntry.objects.filter(account__code=code).values_list("amount", flat=True))
