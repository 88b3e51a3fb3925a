"""Sellers whose sales are taxed, at moments of the test's choosing."""

import itertools
from collections.abc import Sequence
from datetime import datetime

import time_machine

from core import clock
from payments.connected_accounts.services.create_payee import create_payee
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.connected_accounts.services.reverse_transfer import reverse_transfer
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import LedgerEntry, Payee, TaxEntry, Transfer, TransferReversal
from payments.providers.results import AttemptResult, Outcome
from payments.providers.vnpay.protocol import AMOUNTS
from payments.tax_rules.withholding import Sale
from tests.payments.helpers import make_attempt

_numbers = itertools.count(1)


def household(name: str = "Hộ mẫu Sen", tax_id: str = "082093001234", legal_name: str = "Lê Thị Sen") -> Payee:
    return create_payee(name=name, business_type="individual", legal_name=legal_name, tax_id=tax_id)


def cooperative() -> Payee:
    return create_payee(name="HTX mẫu", business_type="company", legal_name="HTX mẫu", tax_id="9900000016")


def at(*moment: int) -> datetime:
    """A moment on a clock in Việt Nam."""
    return datetime(*moment, tzinfo=clock.VIETNAM)  # type: ignore[arg-type, misc]


def sell(payee: Payee, moment: datetime, sales: Sequence[Sale], fee: int | None = None) -> Transfer:
    """A paid sale of these parts, allotted at the moment, of a payment that VNPay takes."""
    amount = sum(sale.amount for sale in sales)
    with time_machine.travel(moment, tick=False):
        attempt = make_attempt(amount=max(amount, AMOUNTS[0]))
        complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED))
        return create_transfer(
            intent_id=attempt.intent_id, amount=amount, payee_id=payee.pk, reference=f"DON-{next(_numbers)}",
            sales=sales, application_fee_amount=fee,
        )  # fmt: skip


def reverse_sale(
    transfer: Transfer, moment: datetime, amount: int | None = None, sales: Sequence[Sale] = ()
) -> TransferReversal:
    with time_machine.travel(moment, tick=False):
        return reverse_transfer(transfer_id=transfer.pk, amount=amount, sales=sales)


def taxes(transfer: Transfer) -> list[tuple]:
    """(category, base, VAT, PIT) of each entry, in order."""
    rows = TaxEntry.objects.filter(transfer=transfer).order_by("pk")
    return list(rows.values_list("category", "base", "vat", "pit"))


def owed_to_state(payee: Payee) -> tuple[int, int]:
    """(VAT, PIT) as the ledger has them."""
    return tuple(  # type: ignore[return-value]
        -sum(LedgerEntry.objects.filter(account__payee=payee, account__code=code).values_list("amount", flat=True))
        for code in ("tax_vat:payee", "tax_pit:payee")
    )
