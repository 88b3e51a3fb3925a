"""Money to payees' banks."""

from payments import models, objects
from payments.objects import Payout
from payments.payouts.services.cancel_payout import cancel_payout
from payments.payouts.services.create_payout import create_payout
from payments.sdk._once import made_once


def create(*, account: str, idempotency_key: str, amount: int | None = None, description: str = "") -> Payout:
    """Send `amount` đồng (None: all that is available) to the payee's bank. BALANCE_INSUFFICIENT, NO_BANK_ACCOUNT."""
    arguments = {"payee_id": account, "amount": amount, "description": description}
    run = lambda: create_payout(payee_id=account, amount=amount, description=description).pk  # noqa: E731
    return retrieve(made_once("payouts.create", idempotency_key, arguments, run))


def cancel(id: str) -> Payout:
    """Call it off before it is in a file. PAYOUT_UNEXPECTED_STATE."""
    return objects.payout(cancel_payout(payout_id=id))


def retrieve(id: str) -> Payout:
    return objects.payout(models.Payout.objects.get(pk=id))


def of(account: str, limit: int = 50) -> list[Payout]:
    """A payee's payouts, latest first (1 statement)."""
    return [objects.payout(row) for row in models.Payout.objects.filter(payee=account).order_by("-sequence")[:limit]]
