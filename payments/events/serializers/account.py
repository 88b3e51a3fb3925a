"""account: a payee, in the shape of Stripe's connected accounts."""

from collections.abc import Iterable
from dataclasses import field
from typing import Literal

from django.db.models import QuerySet

from payments.base.banks import BANKS
from payments.events.serializers.base import (
    CURRENCY,
    OMITTED,
    ApiObject,
    Currency,
    ListObject,
    Metadata,
    plain,
    seconds,
    sublist,
)
from payments.models import Payee, Payout

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
State = Literal["active", "inactive", "pending"]


class BusinessProfile(ApiObject):
    annual_revenue: None = None
    estimated_worker_count: None = None
    mcc: None = None
    minority_owned_business_designation: None = None
    name: str | None
    product_description: None = None
    support_address: None = None
    support_email: None = None
    support_phone: None = None
    support_url: None = None
    url: None = None


class Capabilities(ApiObject):
    card_payments: State
    transfers: State


class BankAccountObject(ApiObject):
    id: str
    object: Literal["bank_account"] = "bank_account"
    account: str
    account_holder_name: str
    account_holder_type: Literal["individual", "company"] | None
    account_type: None = None
    available_payout_methods: list[str] = field(default_factory=lambda: ["standard"])
    bank_name: str | None
    country: Literal["VN"] = "VN"
    currency: Currency = CURRENCY
    customer: None = None
    default_for_currency: bool = True
    fingerprint: None = None
    last4: str
    metadata: Metadata = field(default_factory=dict)
    routing_number: str
    status: Literal["new"] = "new"


class Company(ApiObject):
    name: str
    tax_id_provided: bool


class Controller(ApiObject):
    type: Literal["application", "account"] = "application"


class Requirements(ApiObject):
    alternatives: list[str] = field(default_factory=list)
    current_deadline: None = None
    currently_due: list[str]
    disabled_reason: str | None = None
    errors: list[str] = field(default_factory=list)
    eventually_due: list[str]
    past_due: list[str]
    pending_verification: list[str] = field(default_factory=list)


class PayoutSchedule(ApiObject):
    delay_days: int = 0
    interval: Literal["manual", "daily", "weekly", "monthly"]
    monthly_anchor: int = OMITTED
    weekly_anchor: str = OMITTED


class Payouts(ApiObject):
    debit_negative_balances: Literal[False] = False
    schedule: PayoutSchedule
    statement_descriptor: None = None


class Dashboard(ApiObject):
    display_name: str
    timezone: Literal["Asia/Ho_Chi_Minh"] = "Asia/Ho_Chi_Minh"


class Branding(ApiObject):
    icon: None = None
    logo: None = None
    primary_color: None = None
    secondary_color: None = None


class DeclineOn(ApiObject):
    avs_failure: Literal[False] = False
    cvc_failure: Literal[False] = False


class CardPayments(ApiObject):
    decline_on: DeclineOn = DeclineOn()
    statement_descriptor_prefix: None = None
    statement_descriptor_prefix_kana: None = None
    statement_descriptor_prefix_kanji: None = None


class Descriptors(ApiObject):
    statement_descriptor: None = None
    statement_descriptor_kana: None = None
    statement_descriptor_kanji: None = None
    statement_descriptor_prefix_kana: None = None
    statement_descriptor_prefix_kanji: None = None


class AccountSettings(ApiObject):
    branding: Branding = Branding()
    card_payments: CardPayments = CardPayments()
    dashboard: Dashboard
    payments: Descriptors = Descriptors()
    payouts: Payouts


class TosAcceptance(ApiObject):
    date: None = None
    ip: None = None
    user_agent: None = None


class AccountObject(ApiObject):
    id: str
    object: Literal["account"] = "account"
    business_profile: BusinessProfile
    business_type: Literal["individual", "company"] | None
    capabilities: Capabilities
    charges_enabled: bool
    company: Company | None
    controller: Controller = Controller()
    country: Literal["VN"] = "VN"
    created: int
    default_currency: Currency = CURRENCY
    details_submitted: bool
    email: str | None
    external_accounts: ListObject[BankAccountObject]
    future_requirements: Requirements
    individual: None = None
    livemode: bool
    metadata: Metadata
    payouts_enabled: bool
    requirements: Requirements
    settings: AccountSettings
    tos_acceptance: TosAcceptance = TosAcceptance()
    type: Literal["custom", "standard"] = "custom"  # standard: the platform itself


def bank_account_id(payee_id: str, bin: str, number: str) -> str:
    """The id of a payee's bank account on the API: it has no table of its own, so it is named by what it is."""
    return f"ba_{payee_id.removeprefix('acct_')}{bin}{number[-4:]}"


def destinations(ids: Iterable[str]) -> dict[str, BankAccountObject]:
    """The bank accounts of payouts by id, also former ones of a payee (1 statement)."""
    payees = {f"acct_{id.removeprefix('ba_')[:-10]}" for id in ids}  # a BIN of six digits, and the last four
    paid = (
        Payout.objects.filter(payee__in=payees).select_related("payee").order_by("payee", "bank_bin", "bank_account_no")
    )
    banks = [_bank(row.payee, row.bank_bin, row.bank_account_no, row.bank_account_name) for row in paid]
    return {bank.id: bank for bank in banks}


def rows() -> QuerySet[Payee]:
    return Payee.objects.all()


def is_active(row: Payee) -> bool:
    """Whether money may be collected for it: in test mode at once, in live mode with an agency contract."""
    return not row.livemode or bool(row.agency_contract)


def render(row: Payee) -> AccountObject:
    active = is_active(row)
    has_bank = bool(row.bank_account_no)
    due = [*([] if active else ["agency_contract"]), *([] if has_bank else ["external_account"])]
    state: State = "active" if active else "inactive"
    return AccountObject(
        id=row.pk,
        business_profile=BusinessProfile(name=row.name or None),
        business_type=row.business_type or None,  # type: ignore[arg-type]
        capabilities=Capabilities(card_payments=state, transfers=state),
        charges_enabled=active,
        company=_company(row),
        created=seconds(row.created_at),
        details_submitted=active,
        email=row.email or None,
        external_accounts=sublist(_banks(row), f"/v1/accounts/{row.pk}/external_accounts"),
        future_requirements=_requirements([]),
        livemode=row.livemode,
        metadata=plain(row.metadata),
        payouts_enabled=active and has_bank,
        requirements=_requirements(due, None if active else "requirements.past_due"),
        settings=AccountSettings(dashboard=Dashboard(display_name=row.name), payouts=Payouts(schedule=_schedule(row))),
    )


def _company(row: Payee) -> Company | None:
    if row.business_type != "company":
        return None
    return Company(name=row.legal_name or row.name, tax_id_provided=bool(row.tax_id))


def _banks(row: Payee) -> list[BankAccountObject]:
    """Its bank account for payouts; the full number is never shown, as in Stripe."""
    if not row.bank_account_no:
        return []
    return [_bank(row, row.bank_bin, row.bank_account_no, row.bank_account_name)]


def _bank(row: Payee, bin: str, number: str, holder: str) -> BankAccountObject:
    return BankAccountObject(
        id=bank_account_id(row.pk, bin, number),
        account=row.pk,
        account_holder_name=holder,
        account_holder_type=row.business_type or None,  # type: ignore[arg-type]
        bank_name=BANKS.get(bin),
        last4=number[-4:],
        routing_number=bin,
    )


def _requirements(due: list[str], disabled: str | None = None) -> Requirements:
    return Requirements(currently_due=due, disabled_reason=disabled, eventually_due=due, past_due=due)


def _schedule(row: Payee) -> PayoutSchedule:
    match row.payout_interval:
        case "weekly":
            return PayoutSchedule(interval="weekly", weekly_anchor=_WEEK[(row.payout_anchor - 1) % 7])
        case "monthly":
            return PayoutSchedule(interval="monthly", monthly_anchor=row.payout_anchor)
        case interval:
            return PayoutSchedule(interval=str(interval))  # type: ignore[arg-type]
