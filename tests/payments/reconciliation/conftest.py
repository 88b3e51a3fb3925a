"""Paid attempts, refunds, and VNPay's files of them."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from accounts.models import User
from core import clock
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import Attempt, FileLayout, ImportedFile, Refund
from payments.providers.results import AttemptResult, Outcome
from payments.reconciliation.services.import_settlement import import_settlement
from payments.refunds.services.create_refund import create_refund
from tests.factories import make_officer
from tests.payments.helpers import make_attempt
from tests.payments.reconciliation.files import HEAD, VNPAY, as_csv


def yesterday() -> date:
    return clock.today() - timedelta(days=1)


def line(reference: str, amount: int, *, fee: int = 0, kind: str = "Thanh toán", **more: Any) -> list[str]:
    """A line of VNPay's file: yesterday at noon, unless `day` says otherwise."""
    day = more.get("day") or yesterday()
    state = more.get("state", "Thành công")
    return [reference, more.get("ref", ""), kind, state, str(amount), str(fee), f"{day:%d/%m/%Y} 12:00:00"]


def back(reference: str, amount: int, **more: Any) -> list[str]:
    """A refund of VNPay's file."""
    return line(reference, amount, kind="Hoàn tiền", **more)


def vnpay_layout() -> FileLayout:
    """The layout of the tests' files; made here where a test of threads has emptied the tables."""
    options = {"refund_words": ["Hoàn tiền"], "success_words": ["Thành công"]}
    matches, _created = FileLayout.objects.get_or_create(
        name="VNPay của bài thử", defaults={"kind": "vnpay_settlement", "columns": VNPAY, "options": options}
    )
    return matches


@pytest.fixture
def operator(db: None) -> User:
    return make_officer("operator")


@pytest.fixture
def paid(db: None) -> Callable[..., Attempt]:
    """An attempt that VNPay captured yesterday."""

    def take(amount: int = 300_000, day: date | None = None, attempt: Attempt | None = None) -> Attempt:
        attempt = attempt or make_attempt(amount=amount)
        paid_at = datetime.combine(day or yesterday(), time(11, 59), clock.VIETNAM)
        reported = AttemptResult(Outcome.SUCCEEDED, provider_ref="14422574", paid_at=paid_at)
        complete_attempt(reference=attempt.reference, result=reported, confirmed_by="ipn")
        attempt.refresh_from_db()
        return attempt

    return take


@pytest.fixture
def refund_of(db: None) -> Callable[..., Refund]:
    def make(attempt: Attempt, amount: int = 40_000, **fields: Any) -> Refund:
        created = create_refund(intent_id=attempt.intent_id, amount=amount, reason="buyer_asked")
        if fields:
            Refund.objects.filter(pk=created.pk).update(**fields)
            created.refresh_from_db()
        return created

    return make


@pytest.fixture
def take_file(operator: User) -> Callable[..., ImportedFile]:
    """Import lines as VNPay's file."""
    layout = vnpay_layout()

    def take(*lines: list[str], name: str = "vnpay.csv", data: bytes = b"") -> ImportedFile:
        file = io.BytesIO(data or as_csv([HEAD, *lines]))
        return import_settlement(file=file, name=name, layout_id=layout.pk, actor=operator)

    return take
