"""Store what a buyer filled in: contact, address, deliveries, payment method, consent; each valid part of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from core.errors import DomainError
from core.rows import Batch
from orders.checkout.fetch import SellerGroup
from orders.checkout.services.accept_policy import checked_consent
from orders.checkout.services.choose_options import Refusals, put_options, store_deliveries
from orders.checkout.services.set_address import checked_receiver, put_address
from orders.checkout.services.set_contact import checked_contact
from orders.locks import lock_open_checkout
from orders.models import Checkout


@dataclass(frozen=True)
class Filled:
    """The parts to store; None leaves a part as it is."""

    contact: Mapping[str, str] | None = None  # the arguments of `set_contact`
    address: Mapping[str, object] | None = None  # the arguments of `set_address`; stored with the contact only
    deliveries: Mapping[int, int] | None = None  # {seller id: method id}
    payment_method: str | None = None
    policy: str | None = None  # the version that the buyer agrees to


@dataclass(frozen=True)
class Outcome:
    """What was not accepted. Everything else is stored."""

    details: Sequence[DomainError]  # of contact, address and consent
    options: Refusals


def fill_checkout(*, checkout_id: UUID | str, filled: Filled, groups: Sequence[SellerGroup]) -> Outcome:
    """Store the accepted parts in one transaction, as the services of the parts do.

    `groups` are the seller groups as this request has read them, quoted for the address; they are only checked here,
    and once more when the order is placed.
    Raises DomainError CHECKOUT_PLACED, or NotFound.
    """
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        batch = Batch()
        refused: list[DomainError] = []
        for put in (_put_contact_and_address, _put_consent):
            try:  # a part is checked before anything of it is written
                put(checkout, filled, batch)
            except DomainError as refusal:
                refused.append(refusal)
        options = put_options(checkout, filled.deliveries or {}, filled.payment_method, groups)
        store_deliveries(checkout, options.accepted, batch)
        batch.update(checkout, *_COLUMNS)
        batch.write()
        return Outcome(refused, options)


_COLUMNS = (
    "buyer_name", "phone", "email", "note", "shipping_address", "payment_method", "consent_policy", "consent_at",
    "updated_at",
)  # fmt: skip


def _put_contact_and_address(checkout: Checkout, filled: Filled, batch: Batch) -> None:
    if filled.contact is None:
        return
    for name, value in checked_contact(**filled.contact).items():
        setattr(checkout, name, value)
    if filled.address is not None:
        put_address(checkout, checked_receiver(**filled.address), batch)  # type: ignore[arg-type]


def _put_consent(checkout: Checkout, filled: Filled, _batch: Batch) -> None:
    if filled.policy is None:
        return
    for name, value in checked_consent(filled.policy).items():
        setattr(checkout, name, value)
