"""Payments by a provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from core.errors import DomainError
from core.rows import Batch
from payments import providers
from payments.base.locks import lock_intent
from payments.intents.jobs import poll_open_attempts
from payments.intents.services import confirm_intent as confirm_intent_service
from payments.intents.services import declare_received as declare_received_service
from payments.intents.services import erase_payer_data as erase_payer_data_service
from payments.intents.services.cancel_intent import cancel_intent
from payments.intents.services.confirm_intent import insert_confirmed
from payments.intents.services.create_intent import create_intent, new_intent
from payments.intents.services.extend_intent import extend_intent
from payments.sdk._run_once import create_once, create_or_retrieve
from payments.sdk.intent import Intent, intent, retrieve, retrieve_many

__all__ = [
    "amount_refusal", "cancel", "confirm", "create", "create_and_confirm", "declare_received", "erase_payer_data",
    "extend", "poll", "retrieve", "retrieve_many",
]  # fmt: skip


@dataclass(frozen=True)
class Started:
    """A new payment that was started with its creation."""

    id: str
    redirect_url: str | None  # the provider's page, where it has one
    refusal: DomainError | None  # why the provider did not start it


def create(
    *,
    amount: int,
    expires_at: datetime,
    idempotency_key: str | None,
    payment_method_type: str = "vnpay",
    account: str | None = None,
    transfer_group: str = "",
    reference: str = "",
    description: str = "",
    metadata: Mapping[str, Any] | None = None,
) -> Intent:
    """Create an intent for `amount` đồng that can be paid until `expires_at`.

    `account` is the payee who collects it, where the method allows that. `transfer_group`, `description` and `metadata`
    are visible outside: to API keys that read, in events and at the gateway. `reference` is the caller's own name and
    stays internal.

    `idempotency_key` is None where the caller's own record of the request, in the same transaction, covers this call.
    Raises AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE, PAYMENT_METHOD_UNSUPPORTED.
    """
    arguments: dict[str, Any] = {
        "amount": amount,
        "expires_at": expires_at,
        "payment_method_type": payment_method_type,
        "transfer_group": transfer_group,
        "reference": reference,
        "description": description,
        "metadata": dict(metadata or {}),
    }
    if account is not None:
        arguments["payee_id"] = account

    def run() -> tuple[str, Intent]:
        made = create_intent(**arguments)
        return made.pk, intent(vars(made))

    if idempotency_key is None:
        return run()[1]
    return create_or_retrieve("payment_intents.create", idempotency_key, arguments, run, retrieve)


def create_and_confirm(
    batch: Batch,
    *,
    amount: int,
    expires_at: datetime,
    payment_method_type: str,
    ip: str,
    account: str | None = None,
    transfer_group: str = "",
    reference: str = "",
    description: str = "",
    return_url: str = "",
    locale: str = "vn",
) -> Started:
    """`create` and `confirm`, written by the batch of the caller, whose own record of the request covers both.

    Where the provider does not start the payment, the intent stands without an attempt.
    Raises as `create`.
    """
    made = new_intent(
        amount=amount,
        expires_at=expires_at,
        payment_method_type=payment_method_type,
        transfer_group=transfer_group,
        reference=reference,
        description=description,
        payee_id=account,
    )
    try:
        attempt = insert_confirmed(made, batch, ip=ip, return_url=return_url, locale=locale)
    except DomainError as refusal:
        batch.insert([made])
        return Started(made.pk, None, refusal)
    return Started(made.pk, attempt.redirect_url or None, None)


def confirm(
    id: str,
    *,
    ip: str,
    idempotency_key: str | None,
    return_url: str = "",
    locale: str = "vn",
    order_info: str = "",
) -> Intent:
    """Start an attempt. The caller redirects the buyer to `redirect_url`, or shows the QR (`qr_text`, `qr_svg_url`).

    `return_url`: where the provider redirects the buyer afterwards; "" is the provider's default address, which our own
    sites use.

    `idempotency_key` is None inside a transaction of the caller: an attempt that is still open is answered again.
    Raises VIETQR_NO_ACCOUNT, PAYMENT_INTENT_UNEXPECTED_STATE, PAYMENT_UNDER_REVIEW, PAYMENT_EXPIRED.
    """
    arguments = {"return_url": return_url, "ip": ip, "locale": locale, "order_info": order_info}

    def run() -> tuple[str, Intent]:
        attempt = confirm_intent_service.confirm(lock_intent(id), **arguments)
        return attempt.reference, intent(vars(attempt.intent), [vars(attempt)])

    if idempotency_key is None:
        return run()[1]
    payload = arguments | {"id": id}
    return create_or_retrieve("payment_intents.confirm", idempotency_key, payload, run, lambda _: retrieve(id))


def declare_received(id: str, *, account: str, actor: User, idempotency_key: str) -> Intent:
    """Complete the intent because the payee declares a transfer received; `declared` is true from then on.

    The caller has checked that `actor` acts for the payee. Raises NOT_FOUND, PAYMENT_INTENT_UNEXPECTED_STATE.
    """

    def run() -> str:
        return declare_received_service.declare_received(intent_id=id, payee_id=account, actor=actor).pk

    create_once(
        "payment_intents.declare_received", idempotency_key, {"id": id, "account": account, "actor": actor.pk}, run
    )
    return retrieve(id)


def poll(id: str) -> None:
    """Queue a status query to the provider for the open attempts. Repeated calls queue one job only."""
    poll_open_attempts(id)


def extend(id: str, expires_at: datetime) -> Intent:
    """Set a new deadline after a failed attempt. Raises PAYMENT_INTENT_UNEXPECTED_STATE, PAYMENT_UNDER_REVIEW."""
    extend_intent(intent_id=id, expires_at=expires_at)
    return retrieve(id)


def cancel(id: str, *, reason: str, idempotency_key: str) -> Intent:
    """Cancel an intent. Raises PAYMENT_INTENT_UNEXPECTED_STATE where it is paid, PAYMENT_UNDER_REVIEW."""

    def run() -> str:
        return cancel_intent(intent_id=id, reason=reason).pk

    create_once("payment_intents.cancel", idempotency_key, {"id": id, "reason": reason}, run)
    return retrieve(id)


def amount_refusal(payment_method_type: str, amount: int) -> DomainError | None:
    """The refusal of an amount (đồng) by the method (AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE); None where it is accepted."""
    return providers.amount_refusal(payment_method_type, amount)


def erase_payer_data(ids: list[str]) -> int:
    """Erase the network addresses from which these payments were made. Returns how many attempts had one."""
    return erase_payer_data_service.erase_payer_data(ids)
