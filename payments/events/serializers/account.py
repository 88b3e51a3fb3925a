"""account: a payee, in the shape of Stripe's connected accounts."""

from typing import Literal, NotRequired

from django.db.models import QuerySet
from pydantic import with_config
from typing_extensions import TypedDict

from payments.base.banks import BANKS
from payments.events.serializers.base import CURRENCY, STRICT, Currency, ListObject, Metadata, listing, plain, seconds
from payments.events.serializers.payout import bank_account_id
from payments.models import Payee

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
State = Literal["active", "inactive", "pending"]


@with_config(STRICT)
class BusinessProfile(TypedDict):
    annual_revenue: None
    estimated_worker_count: None
    mcc: None
    minority_owned_business_designation: None
    name: str | None
    product_description: None
    support_address: None
    support_email: None
    support_phone: None
    support_url: None
    url: None


@with_config(STRICT)
class Capabilities(TypedDict):
    card_payments: State
    transfers: State


@with_config(STRICT)
class BankAccountObject(TypedDict):
    id: str
    object: Literal["bank_account"]
    account: str
    account_holder_name: str
    account_holder_type: Literal["individual", "company"] | None
    account_type: None
    available_payout_methods: list[str]
    bank_name: str | None
    country: Literal["VN"]
    currency: Currency
    customer: None
    default_for_currency: bool
    fingerprint: None
    last4: str
    metadata: Metadata
    routing_number: str
    status: Literal["new"]


@with_config(STRICT)
class Company(TypedDict):
    name: str
    tax_id_provided: bool


@with_config(STRICT)
class Controller(TypedDict):
    type: Literal["application", "account"]


@with_config(STRICT)
class Requirements(TypedDict):
    alternatives: list[str]
    current_deadline: None
    currently_due: list[str]
    disabled_reason: str | None
    errors: list[str]
    eventually_due: list[str]
    past_due: list[str]
    pending_verification: list[str]


@with_config(STRICT)
class Schedule(TypedDict):
    delay_days: int
    interval: Literal["manual", "daily", "weekly", "monthly"]
    monthly_anchor: NotRequired[int]
    weekly_anchor: NotRequired[str]


@with_config(STRICT)
class Payouts(TypedDict):
    debit_negative_balances: Literal[False]
    schedule: Schedule
    statement_descriptor: None


@with_config(STRICT)
class Dashboard(TypedDict):
    display_name: str
    timezone: Literal["Asia/Ho_Chi_Minh"]


@with_config(STRICT)
class Settings(TypedDict):
    dashboard: Dashboard
    payouts: Payouts


@with_config(STRICT)
class TosAcceptance(TypedDict):
    date: None
    ip: None
    user_agent: None


@with_config(STRICT)
class AccountObject(TypedDict):
    id: str
    object: Literal["account"]
    business_profile: BusinessProfile
    business_type: Literal["individual", "company"] | None
    capabilities: Capabilities
    charges_enabled: bool
    company: Company | None
    controller: Controller
    country: Literal["VN"]
    created: int
    default_currency: Currency
    details_submitted: bool
    email: str | None
    external_accounts: ListObject[BankAccountObject]
    future_requirements: Requirements
    individual: None
    livemode: bool
    metadata: Metadata
    payouts_enabled: bool
    requirements: Requirements
    settings: Settings
    tos_acceptance: TosAcceptance
    type: Literal["custom", "standard"]  # standard: the platform itself


def rows() -> QuerySet[Payee]:
    return Payee.objects.all()


def is_active(row: Payee) -> bool:
    """Whether money may be collected for it: in test mode at once, live only under an agency contract."""
    return not row.livemode or bool(row.agency_contract)


def render(row: Payee) -> AccountObject:
    active = is_active(row)
    has_bank = bool(row.bank_account_no)
    due = [*([] if active else ["agency_contract"]), *([] if has_bank else ["external_account"])]
    state: State = "active" if active else "inactive"
    return {
        "id": row.pk,
        "object": "account",
        "business_profile": {
            "annual_revenue": None,
            "estimated_worker_count": None,
            "mcc": None,
            "minority_owned_business_designation": None,
            "name": row.name or None,
            "product_description": None,
            "support_address": None,
            "support_email": None,
            "support_phone": None,
            "support_url": None,
            "url": None,
        },
        "business_type": row.business_type or None,  # type: ignore[typeddict-item]
        "capabilities": {"card_payments": state, "transfers": state},
        "charges_enabled": active,
        "company": _company(row),
        "controller": {"type": "application"},
        "country": "VN",
        "created": seconds(row.created_at),
        "default_currency": CURRENCY,
        "details_submitted": active,
        "email": row.email or None,
        "external_accounts": listing(_banks(row), f"/v1/accounts/{row.pk}/external_accounts"),
        "future_requirements": _requirements([], None),
        "individual": None,
        "livemode": row.livemode,
        "metadata": plain(row.metadata),
        "payouts_enabled": active and has_bank,
        "requirements": _requirements(due, None if active else "requirements.past_due"),
        "settings": {
            "dashboard": {"display_name": row.name, "timezone": "Asia/Ho_Chi_Minh"},
            "payouts": {"debit_negative_balances": False, "schedule": _schedule(row), "statement_descriptor": None},
        },
        "tos_acceptance": {"date": None, "ip": None, "user_agent": None},
        "type": "custom",
    }


def _company(row: Payee) -> Company | None:
    if row.business_type != "company":
        return None
    return {"name": row.legal_name or row.name, "tax_id_provided": bool(row.tax_id)}


def _banks(row: Payee) -> list[BankAccountObject]:
    """Its bank account for payouts; the number itself stays here, as in Stripe."""
    if not row.bank_account_no:
        return []
    return [
        {
            "id": bank_account_id(row.pk, row.bank_bin, row.bank_account_no),
            "object": "bank_account",
            "account": row.pk,
            "account_holder_name": row.bank_account_name,
            "account_holder_type": row.business_type or None,  # type: ignore[typeddict-item]
            "account_type": None,
            "available_payout_methods": ["standard"],
            "bank_name": BANKS.get(row.bank_bin),
            "country": "VN",
            "currency": CURRENCY,
            "customer": None,
            "default_for_currency": True,
            "fingerprint": None,
            "last4": row.bank_account_no[-4:],
            "metadata": {},
            "routing_number": row.bank_bin,
            "status": "new",
        }
    ]


def _requirements(due: list[str], disabled: str | None) -> Requirements:
    return {
        "alternatives": [],
        "current_deadline": None,
        "currently_due": due,
        "disabled_reason": disabled,
        "errors": [],
        "eventually_due": due,
        "past_due": due,
        "pending_verification": [],
    }


def _schedule(row: Payee) -> Schedule:
    schedule: Schedule = {"delay_days": 0, "interval": str(row.payout_interval)}  # type: ignore[typeddict-item]
    if row.payout_interval == "weekly":
        schedule["weekly_anchor"] = _WEEK[(row.payout_anchor - 1) % 7]
    if row.payout_interval == "monthly":
        schedule["monthly_anchor"] = row.payout_anchor
    return schedule
