"""Payees (Stripe's connected accounts)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from payments import models
from payments.base.mode import livemode
from payments.connected_accounts.services.create_payee import create_payee
from payments.connected_accounts.services.update_bank import update_bank as set_bank
from payments.connected_accounts.services.update_payee import update_payee
from payments.payouts.hold import held_until
from payments.payouts.services.set_schedule import set_schedule
from payments.sdk._run_once import create_once


@dataclass(frozen=True)
class Account:
    """A payee."""

    id: str
    name: str
    livemode: bool
    business_type: str  # "individual" | "company" | "" (not said)
    legal_name: str
    tax_id: str
    agency_contract: str
    agency_contract_on: date | None
    bank_bin: str  # empty: no account for payouts yet
    bank_last4: str
    bank_holder: str
    bank_changed_at: datetime | None
    payout_interval: str  # "manual", "daily", "weekly", "monthly"
    payout_anchor: int  # weekly: 1 Monday … 7 Sunday; monthly: day 1 … 28
    held_until: datetime | None  # its bank account is too new: payouts wait until then


_COLUMNS = (
    "id", "name", "livemode", "business_type", "legal_name", "tax_id", "agency_contract", "agency_contract_on",
    "bank_bin", "bank_account_no", "bank_account_name", "bank_changed_at", "payout_interval", "payout_anchor",
)  # fmt: skip


def create(
    *, name: str, idempotency_key: str, business_type: str = "", legal_name: str = "", tax_id: str = ""
) -> Account:
    """A payee. `business_type` "individual" (tax is withheld from it) or "company"; `legal_name` and `tax_id` as papers
    of tax name it. DomainError naming the field."""
    arguments = {"name": name, "business_type": business_type, "legal_name": legal_name, "tax_id": tax_id}

    def run() -> str:
        return create_payee(name=name, business_type=business_type, legal_name=legal_name, tax_id=tax_id).pk

    account_id = create_once("accounts.create", idempotency_key, arguments, run)
    return retrieve(account_id)


def retrieve(id: str) -> Account:
    return _account(models.Payee.objects.values(*_COLUMNS).get(pk=id))


def update(
    id: str,
    *,
    business_type: str | None = None,
    legal_name: str | None = None,
    tax_id: str | None = None,
    agency_contract: str | None = None,
    agency_contract_on: date | None = None,
) -> Account:
    """What is given, changed; an agency contract comes with its day. DomainError naming the field."""
    changed = update_payee(
        payee_id=id,
        business_type=business_type,
        legal_name=legal_name,
        tax_id=tax_id,
        agency_contract=agency_contract,
        agency_contract_on=agency_contract_on,
    )
    return _account(vars(changed))


def not_collected_for(ids: Iterable[str]) -> set[str]:
    """Those of the payees for whom the platform may not take money: live, it needs an agency contract (NĐ 52/2024).

    One statement in production; test money needs none.
    """
    if not livemode():
        return set()
    arguments = set(ids)
    return arguments - set(
        models.Payee.objects.filter(pk__in=arguments).exclude(agency_contract="").values_list("pk", flat=True)
    )


def update_bank(id: str, *, bin: str, number: str, holder: str, hold: bool = True) -> Account:
    """Where the payee's money is sent: NAPAS BIN, account number, holder's name. Another account than before is paid
    nothing for 48 hours, unless `hold` is False."""
    return _account(vars(set_bank(payee_id=id, bin=bin, number=number, holder=holder, hold=hold)))


def update_schedule(id: str, *, interval: str, anchor: int = 1) -> Account:
    """When it is paid out by itself: "manual", "daily", "weekly" (1 Monday … 7) or "monthly" (day 1 … 28)."""
    return _account(vars(set_schedule(payee_id=id, interval=interval, anchor=anchor)))


def _account(row: Mapping[str, Any]) -> Account:
    return Account(
        id=row["id"],
        name=row["name"],
        livemode=row["livemode"],
        business_type=row["business_type"],
        legal_name=row["legal_name"],
        tax_id=row["tax_id"],
        agency_contract=row["agency_contract"],
        agency_contract_on=row["agency_contract_on"],
        bank_bin=row["bank_bin"],
        bank_last4=row["bank_account_no"][-4:],
        bank_holder=row["bank_account_name"],
        bank_changed_at=row["bank_changed_at"],
        payout_interval=str(row["payout_interval"]),
        payout_anchor=row["payout_anchor"],
        held_until=held_until(row["bank_changed_at"]),
    )
