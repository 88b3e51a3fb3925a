"""The in-process SDK: Stripe's shapes without HTTP. Other rooms know this module and the room's events, nothing else.

Every call that moves money or makes something takes an idempotency key: the same key does the work once and answers
with the same object; the same key with other arguments is refused (core.idempotency). Errors are DomainErrors.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from core.idempotency import fingerprint, once
from payments import models, objects, queries
from payments.jobs import ask_about
from payments.mode import livemode
from payments.objects import Account, Balance, CashReceipt, Intent, Refund, StatementLine, Transfer
from payments.services.cancel_intent import cancel_intent
from payments.services.confirm_intent import confirm_intent
from payments.services.create_intent import create_intent
from payments.services.create_payee import create_payee
from payments.services.create_refund import create_refund
from payments.services.create_transfer import create_transfer
from payments.services.extend_intent import extend_intent
from payments.services.record_cash import record_cash
from payments.services.update_bank import update_bank

__all__ = [
    "Account",
    "Balance",
    "CashReceipt",
    "Intent",
    "Refund",
    "StatementLine",
    "Transfer",
    "accounts",
    "balances",
    "cash",
    "payment_intents",
    "refunds",
    "statements",
    "transfers",
]


def _once(method: str, key: str, asked: Mapping[str, Any], run: Callable[[], str]) -> str:
    """The id of what `run` made under this key, made now or earlier."""
    scope = f"sdk:{'live' if livemode() else 'test'}"
    return once(scope, key, fingerprint(method, dict(asked)), run)


class _Accounts:
    """Payees (Stripe's connected accounts)."""

    def create(self, *, name: str, idempotency_key: str) -> Account:
        made = _once("accounts.create", idempotency_key, {"name": name}, lambda: create_payee(name=name).pk)
        return self.retrieve(made)

    def retrieve(self, id: str) -> Account:
        return objects.account(models.Payee.objects.get(pk=id))

    def update_bank(self, id: str, *, bin: str, number: str, holder: str) -> Account:
        """Where the payee's money is sent: NAPAS BIN, account number, holder's name."""
        return objects.account(update_bank(payee_id=id, bin=bin, number=number, holder=holder))


class _PaymentIntents:
    """Payments by a provider."""

    def create(
        self,
        *,
        amount: int,
        expires_at: datetime,
        idempotency_key: str,
        payment_method_type: str = "vnpay",
        transfer_group: str = "",
        description: str = "",
        metadata: Mapping[str, Any] | None = None,
    ) -> Intent:
        """Wish to be paid `amount` đồng until `expires_at`. AMOUNT_INVALID, PAYMENT_METHOD_UNSUPPORTED."""
        arguments: dict[str, Any] = {
            "amount": amount,
            "expires_at": expires_at,
            "payment_method_type": payment_method_type,
            "transfer_group": transfer_group,
            "description": description,
            "metadata": dict(metadata or {}),
        }
        made = _once("payment_intents.create", idempotency_key, arguments, lambda: create_intent(**arguments).pk)
        return queries.intent(made)

    def confirm(
        self,
        id: str,
        *,
        return_url: str,
        ip: str,
        idempotency_key: str,
        locale: str = "vn",
        order_info: str = "",
    ) -> Intent:
        """Send the buyer to `redirect_url`. PAYMENT_INTENT_UNEXPECTED_STATE, PAYMENT_UNDER_REVIEW, PAYMENT_EXPIRED."""
        arguments = {"return_url": return_url, "ip": ip, "locale": locale, "order_info": order_info}
        run = lambda: confirm_intent(intent_id=id, **arguments).reference  # noqa: E731
        _once("payment_intents.confirm", idempotency_key, arguments | {"id": id}, run)
        return queries.intent(id)

    def retrieve(self, id: str) -> Intent:
        return queries.intent(id)

    def retrieve_many(self, ids: Iterable[str]) -> dict[str, Intent]:
        """By id, in 3 statements; unknown ids are left out."""
        return queries.intents(ids)

    def ask(self, id: str) -> None:
        """Have the provider asked about it by a job, once however often this is called; nothing where none is open."""
        ask_about(id)

    def extend(self, id: str, expires_at: datetime) -> Intent:
        """A new deadline after a failed try. PAYMENT_INTENT_UNEXPECTED_STATE, PAYMENT_UNDER_REVIEW."""
        extend_intent(intent_id=id, expires_at=expires_at)
        return queries.intent(id)

    def cancel(self, id: str, *, reason: str, idempotency_key: str) -> Intent:
        """Stop waiting. PAYMENT_INTENT_UNEXPECTED_STATE where it is paid, PAYMENT_UNDER_REVIEW."""
        run = lambda: cancel_intent(intent_id=id, reason=reason).pk  # noqa: E731
        _once("payment_intents.cancel", idempotency_key, {"id": id, "reason": reason}, run)
        return queries.intent(id)


class _Transfers:
    """Payees' shares of payments."""

    def create(
        self, *, payment_intent: str, amount: int, destination: str, reference: str, idempotency_key: str
    ) -> Transfer:
        """Owe `amount` đồng of a paid intent to a payee. INSUFFICIENT_FUNDS, TRANSFER_EXISTS."""
        arguments: dict[str, Any] = {
            "intent_id": payment_intent,
            "amount": amount,
            "payee_id": destination,
            "reference": reference,
        }
        made = _once("transfers.create", idempotency_key, arguments, lambda: create_transfer(**arguments).pk)
        return objects.transfer(models.Transfer.objects.get(pk=made))


class _Refunds:
    """Money back to buyers."""

    def create(
        self,
        *,
        payment_intent: str,
        amount: int,
        reason: str,
        reference: str,
        idempotency_key: str,
        reverse_transfer: bool = False,
    ) -> Refund:
        """Queue a refund; with `reverse_transfer` the transfer of the same reference gives it back first.

        INSUFFICIENT_FUNDS, REFUND_EXISTS, PAYMENT_INTENT_UNEXPECTED_STATE, PAYMENT_UNDER_REVIEW.
        """
        arguments: dict[str, Any] = {
            "intent_id": payment_intent,
            "amount": amount,
            "reason": reason,
            "reference": reference,
            "reverse_transfer": reverse_transfer,
        }
        made = _once("refunds.create", idempotency_key, arguments, lambda: create_refund(**arguments).pk)
        return objects.refund(models.Refund.objects.get(pk=made))


class _Cash:
    """Cash into the sellers' own hands (memo book)."""

    def record(self, *, account: str, amount: int, reference: str, idempotency_key: str) -> CashReceipt:
        """CASH_EXISTS for a reference of this payee that was recorded under another key; NOT_FOUND, AMOUNT_INVALID."""
        arguments: dict[str, Any] = {"payee_id": account, "amount": amount, "reference": reference}
        made = _once("cash.record", idempotency_key, arguments, lambda: record_cash(**arguments).pk)
        return objects.cash_receipt(models.PaymentIntent.objects.get(pk=made))


class _Balances:
    def of(self, account: str) -> Balance:
        """What is owed to a payee."""
        return queries.balances([account])[account]

    def of_many(self, accounts: Iterable[str]) -> dict[str, Balance]:
        """By payee, in one statement."""
        return queries.balances(accounts)


class _Statements:
    def of(self, account: str, limit: int = 500) -> list[StatementLine]:
        """A payee's movements, latest first."""
        return queries.statement(account, limit)


accounts = _Accounts()
payment_intents = _PaymentIntents()
transfers = _Transfers()
refunds = _Refunds()
cash = _Cash()
balances = _Balances()
statements = _Statements()
