"""Payees (Stripe's connected accounts)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from payments import models
from payments.base.mode import livemode
from payments.connected_accounts.services import update_bank as update_bank_service
from payments.connected_accounts.services.create_payee import create_payee
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
    business_type: str  # "individual" | "company" | "" (not given)
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
    held_until: datetime | None  # payouts are held until then, because the bank account is new


_COLUMNS = (
    "id", "name", "livemode", "business_type", "legal_name", "tax_id", "agency_contract", "agency_contract_on",
    "bank_bin", "bank_account_no", "bank_account_name", "bank_changed_at", "payout_interval", "payout_anchor",
)  # fmt: skip


def create(
    *, name: str, idempotency_key: str, business_type: str = "", legal_name: str = "", tax_id: str = ""
) -> Account:
    """Create a payee.

    `business_type` is "individual" (tax is withheld) or "company". `legal_name` and `tax_id` are those of tax papers.
    Raises DomainError that names the field.
    """
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
    """Change the fields that are given. An agency contract needs its day. Raises DomainError that names the field."""
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
    """The payees for whom the platform may not collect: in live mode it needs an agency contract (NĐ 52/2024).

    Costs 1 statement in live mode, none in test mode.
    """
    if not livemode():
        return set()
    arguments = set(ids)
    return arguments - set(
        models.Payee.objects.filter(pk__in=arguments).exclude(agency_contract="").values_list("pk", flat=True)
    )


def update_bank(id: str, *, bin: str, number: str, holder: str, hold: bool = True) -> Account:
    """Set the payee's bank account: NAPAS BIN, account number, holder's name.

    Payouts to a new account are held for 48 hours, unless `hold` is False.
    """
    payee = update_bank_service.update_bank(payee_id=id, bin=bin, number=number, holder=holder, hold=hold)
    return _account(vars(payee))


def update_schedule(id: str, *, interval: str, anchor: int = 1) -> Account:
    """Set the schedule of automatic payouts: "manual", "daily", "weekly" (1 Monday … 7) or "monthly" (day 1 … 28)."""
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
