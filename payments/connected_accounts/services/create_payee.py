"""Create a connected account."""

from collections.abc import Mapping
from typing import Any

from core.identifiers import new_id
from payments.base.mode import livemode
from payments.connected_accounts.services.update_bank import checked_bank
from payments.connected_accounts.services.update_payee import checked
from payments.models import Origin, Payee


def create_payee(
    *,
    name: str,
    business_type: str = "",
    legal_name: str = "",
    tax_id: str = "",
    email: str = "",
    metadata: Mapping[str, Any] | None = None,
    bank: Mapping[str, str] | None = None,
    schedule: Mapping[str, Any] | None = None,
    origin: Origin = Origin.SDK,
) -> Payee:
    """A payee (Stripe's connected account) of this process's mode; the bank destination may follow.

    `bank` is {bin, number, holder}; `schedule` {payout_interval, payout_anchor}, within its limits. Raises DomainError
    as `update_payee` and `update_bank` do.
    """
    fields = checked(business_type=business_type, legal_name=legal_name, tax_id=tax_id)
    return Payee.objects.create(
        id=new_id("acct"),
        livemode=livemode(),
        name=name[:120],
        email=email,
        metadata=dict(metadata or {}),
        origin=origin,
        **fields,
        **(checked_bank(**bank) if bank else {}),
        **(schedule or {}),
    )
