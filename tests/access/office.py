"""Objects of the operator: refunds, payouts, files, open transfers and reports, one of each kind."""

import io
from datetime import datetime, time, timedelta
from typing import Any

from accounts.models import User
from cooperatives.models import Seller
from core import clock
from payments.bank.suspense import post_to_suspense
from payments.callbacks import ipn
from payments.checkout_sessions.services.create_session import Item, create_session
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import BankTransfer, JournalEntry, LedgerAccount, Payee, PayoutInterval, ProviderMessage
from payments.payouts.services.create_payout import create_payout
from payments.providers.results import AttemptResult, Outcome
from payments.reconciliation.services.import_settlement import import_settlement
from payments.refunds.services.create_refund import create_refund
from payments.webhooks.endpoints import create_endpoint
from tests.payments.bank.helpers import make_feed, operators_account
from tests.payments.helpers import make_attempt, message
from tests.payments.payouts.helpers import rich_payee, sent_payout
from tests.payments.reconciliation.conftest import line, vnpay_layout
from tests.payments.reconciliation.files import HEAD, as_csv


def make_office(operator: User, household: Seller) -> dict[str, dict[str, Any]]:
    today = clock.today()
    yesterday = today - timedelta(days=1)
    taken = make_attempt(amount=300_000)
    paid_at = datetime.combine(yesterday, time(11, 59), clock.VIETNAM)
    reported = AttemptResult(Outcome.SUCCEEDED, provider_ref="14422574", paid_at=paid_at)
    complete_attempt(reference=taken.reference, result=reported, confirmed_by="ipn")
    missing = make_attempt(amount=90_000)
    complete_attempt(reference=missing.reference, result=reported, confirmed_by="ipn")
    layout = vnpay_layout()
    rows = as_csv([HEAD, line(taken.reference, 290_000)])
    file = import_settlement(file=io.BytesIO(rows), name="vnpay.csv", layout_id=layout.pk, actor=operator)
    difference = file.lines.get()
    refund = create_refund(intent_id=taken.intent_id, amount=40_000, reason="buyer_asked")
    doubtful, misfit = make_attempt(amount=310_000), make_attempt(amount=150_000)
    ipn.answer("vnpay", message(doubtful, "07"))
    ipn.answer("vnpay", message(misfit, vnp_Amount="100"))
    sent = sent_payout(operator)
    waiting = create_payout(payee_id=rich_payee().pk)
    account = operators_account()
    feed = make_feed(account)
    transfer = BankTransfer.objects.create(
        account=account, livemode=False, amount=200_000, content="tien xoai", identity="a", booked_at=clock.now(),
        first_reported_by="sepay", state="unmatched", unmatched_reason="no_code", bank_reference="FT1",
    )  # fmt: skip
    post_to_suspense(transfer)
    endpoint, _secret = create_endpoint(url="https://93.184.215.14/hook", enabled_events=["*"], livemode=False)
    session = create_session(items=[Item("Xoài", 1, 120_000)], success_url="https://shop.example/")
    return {
        "M.line": {
            "line_id": difference.pk, "kind": difference.kind, "difference": difference.difference,
            "day": f"{difference.day}",
        },
        "M.missing": {"reference": missing.reference},
        "M.attempt": {"reference": taken.reference, "intent_id": taken.intent_id},
        "M.file": {"file_id": file.pk},
        "M.layout": {"layout_id": layout.pk, "kind": layout.kind},
        "M.refund": {"refund_id": refund.pk},
        "M.review": {"intent_id": doubtful.intent_id},
        "M.call": {"call_id": ProviderMessage.objects.exclude(review_reason="").latest("pk").pk},
        "M.batch": {"batch_id": sent.batch_id, "payout_id": sent.pk},
        "M.payout": {"payout_id": waiting.pk},
        "M.rich": {"payee_id": due_every_day().pk},
        "M.feed": {"feed_id": feed.pk},
        "M.transfer": {"transfer_id": transfer.pk},
        "M.endpoint": {"endpoint_id": endpoint.pk},
        "M.session": {"session_id": session.pk},
        "M.provider": {"provider": "vnpay"},
        "M.account": {"account_id": LedgerAccount.objects.earliest("pk").pk, "code": "provider:vnpay", "mode": "thu"},
        "M.journal_entry": {"journal_entry_id": JournalEntry.objects.earliest("pk").pk},
        "M.month": {"month": f"{today:%Y-%m}", "year": today.year, "payee_id": household.payee_ref},
        "M.indicator": {"code": "active_sellers"},
    }  # fmt: skip


def due_every_day() -> Payee:
    """A payee with a balance, whose schedule pays every day."""
    payee = rich_payee()
    payee.payout_interval = PayoutInterval.DAILY
    payee.save(update_fields=["payout_interval"])
    return payee
