"""/v1/accounts: connected accounts."""

from typing import Any, Literal

from django.db.models import QuerySet

from core.errors import DomainError
from payments.api.endpoint import Answer, Call, Endpoint, listing
from payments.api.errors import ApiError, from_domain, resource_missing
from payments.api.fields import Params
from payments.api.pagination import within
from payments.api.resources import account_params
from payments.api.resources.payment_intents import merged
from payments.api.services.set_external_account import sample_account, set_external_account, show_to_buyers
from payments.base.mode import livemode
from payments.connected_accounts.services.create_payee import create_payee
from payments.connected_accounts.services.delete_payee import delete_payee
from payments.connected_accounts.services.update_payee import update_payee
from payments.events.serializers import account, platform_account
from payments.events.serializers.account import BankAccountObject
from payments.events.serializers.base import ApiObject
from payments.models import Origin, Payee
from payments.payouts.services.set_schedule import set_schedule

# What decides the withheld tax and its declaration: an account must not change it itself.
_OF_THE_LAW = {"business_type", "legal_name", "tax_id"}
UNNAMED = "Chưa đặt tên"  # Stripe opens accounts of which nothing is known yet


class DeletedAccount(ApiObject):
    id: str
    object: Literal["account"] = "account"
    deleted: Literal[True] = True


class ExternalAccounts(ApiObject):
    object: Literal["list"] = "list"
    data: list[BankAccountObject]
    has_more: Literal[False] = False
    url: str


def create(call: Call[account_params.AccountCreateParams]) -> Answer:
    """In test mode it is active at once, with a sample bank account where it has none; in live mode it needs its
    contract.
    """
    params = call.params
    _require_platform(call)
    fields = _law_fields(params)
    name = fields.pop("name", "") or params.email or UNNAMED
    bank = _bank(params.external_account) if params.external_account else None
    if bank is None and not livemode():
        bank = sample_account(name)
    try:
        payee = create_payee(
            name=name,
            email=params.email,
            metadata=merged({}, params.metadata, False),
            bank=bank,
            schedule=_schedule(params, Payee()),
            origin=Origin.API,
            **fields,
        )
        if bank is not None:
            show_to_buyers(payee_id=payee.pk, **bank)
    except DomainError as error:
        raise _refused(error) from None
    return payee


def own(call: Call[Params]) -> Answer:
    """The account of the header or of the key; for the platform's key the platform itself, which is in no list."""
    if call.caller.account is None:
        return platform_account.render(call.caller.key.created_at, call.caller.livemode)
    return Payee.objects.get(pk=call.caller.account)


def find_one(call: Call[Params]) -> Answer:
    """One's own by its id, too."""
    if call.ids["account"] == platform_account.PLATFORM and call.caller.account is None:
        return own(call)
    payee: Payee = call.own("account", "account")
    return payee


def update(call: Call[account_params.AccountUpdateParams]) -> Answer:
    params = call.params
    payee: Payee = call.own("account", "account")
    fields = _law_fields(params)
    if not call.caller.is_platform and fields.keys() & _OF_THE_LAW:
        raise ApiError(
            "Only the platform's own key says who an account is for the law: its tax is withheld by it.",
            param="business_type" if "business_type" in fields else None,
            status=403,
        )
    if params.given("email"):
        fields["email"] = params.email
    if params.given("metadata"):
        fields["metadata"] = merged(payee.metadata, params.metadata, not params.metadata)
    try:
        if fields:
            update_payee(payee_id=payee.pk, **fields)
        _also(payee, params)
    except DomainError as error:
        raise _refused(error) from None
    return payee


def delete(call: Call[Params]) -> Answer:
    payee: Payee = call.own("account", "account")
    _require_platform(call)
    try:
        delete_payee(payee_id=payee.pk)
    except DomainError:
        raise ApiError(
            f"{payee.pk} cannot be deleted: only test accounts that were opened over this API and have never been used "
            "can. Books are kept."
        ) from None
    return DeletedAccount(id=payee.pk)


def external_accounts(call: Call[account_params.ExternalAccountListParams]) -> Answer:
    """At most one bank account."""
    shown = _banks(call.own("account", "account"))
    if call.params.object == "card" or call.params.starting_after or call.params.ending_before:
        shown = []
    return ExternalAccounts(data=shown, url=call.url)


def external_account(call: Call[Params]) -> Answer:
    for bank in _banks(call.own("account", "account")):
        if bank.id == call.ids["id"]:
            return bank
    raise resource_missing("external account", call.ids["id"], param="id")


def new_external_account(call: Call[account_params.ExternalAccountCreateParams]) -> Answer:
    """It replaces the former one."""
    payee: Payee = call.own("account", "account")
    try:
        set_external_account(payee_id=payee.pk, **_bank(call.params.external_account))
    except DomainError as error:
        raise _refused(error) from None
    return _banks(Payee.objects.get(pk=payee.pk))[0]


def _banks(payee: Payee) -> list[BankAccountObject]:
    return account.render(payee).external_accounts.data


def _require_platform(call: Call[Any]) -> None:
    if not call.caller.is_platform or call.caller.account:
        raise ApiError("Only the platform's own key opens and deletes accounts.", status=403)


def _law_fields(params: account_params.AccountUpdateParams) -> dict[str, Any]:
    """Names and numbers, wherever Stripe's clients put them; only those given."""
    profile, company, person = params.business_profile, params.company, params.individual
    legal = (company.name if company else "") or (person.name if person else "")
    found = {
        "name": (profile.name if profile else "") or legal,
        "legal_name": legal,
        "tax_id": (company.tax_id if company else "") or (person.id_number if person else ""),
        "business_type": params.business_type or "",
    }
    return {name: value for name, value in found.items() if value}


def _also(payee: Payee, params: account_params.AccountUpdateParams) -> None:
    if params.external_account is not None:
        set_external_account(payee_id=payee.pk, **_bank(params.external_account))
    if schedule := _schedule(params, payee):
        set_schedule(payee_id=payee.pk, interval=schedule["payout_interval"], anchor=schedule["payout_anchor"])


def _bank(bank: account_params.BankAccountParams) -> dict[str, str]:
    return {"bin": bank.routing_number, "number": bank.account_number, "holder": bank.account_holder_name}


def _schedule(params: account_params.AccountUpdateParams, payee: Payee) -> dict[str, Any]:
    """The payout schedule, where given; else {}."""
    payouts = params.settings.payouts if params.settings else None
    if payouts is None or payouts.schedule is None:
        return {}
    schedule, before = payouts.schedule, str(payee.payout_interval)
    interval = schedule.interval or before
    anchor = payee.payout_anchor if interval == before else 1
    if interval == "weekly" and schedule.weekly_anchor:
        anchor = account_params.WEEK.index(schedule.weekly_anchor) + 1
    if interval == "monthly" and schedule.monthly_anchor:
        anchor = schedule.monthly_anchor
    return {"payout_interval": interval, "payout_anchor": anchor}


_PARAMS = {
    "tax_id": "company[tax_id]", "name": "business_profile[name]", "legal_name": "company[name]",
    "bin": "external_account[routing_number]", "number": "external_account[account_number]",
    "holder": "external_account[account_holder_name]",
}  # fmt: skip


def _refused(error: DomainError) -> ApiError:
    found = from_domain(error)
    found.param = _PARAMS.get(found.param or "", found.param)
    return found


def _narrow(call: Call[account_params.AccountListParams], rows: QuerySet[Any]) -> QuerySet[Any]:
    """A payee has no accounts of its own."""
    if call.caller.account:
        return rows.none()
    return rows.filter(within(call.params.created))


PATH = "/v1/accounts"
ONE = PATH + "/{account}"
BANKS = ONE + "/external_accounts"
_NAME, _SHAPE = "accounts", "Account"
ENDPOINTS: list[Endpoint[Any]] = [
    Endpoint("POST", PATH, _NAME, account_params.AccountCreateParams, _SHAPE, create, "Open an account"),
    listing(PATH, "account", account_params.AccountListParams, _narrow, "List accounts"),
    Endpoint("GET", "/v1/account", _NAME, Params, _SHAPE, own, "Retrieve one's own account"),
    Endpoint("GET", ONE, _NAME, Params, _SHAPE, find_one, "Retrieve an account"),
    Endpoint("POST", ONE, _NAME, account_params.AccountUpdateParams, _SHAPE, update, "Update an account"),
    Endpoint("DELETE", ONE, _NAME, Params, "DeletedAccount", delete, "Delete an account", shape=DeletedAccount),
    Endpoint(
        "GET", BANKS, _NAME, account_params.ExternalAccountListParams, "ExternalAccounts", external_accounts,
        "List an account's bank accounts", shape=ExternalAccounts,
    ),
    Endpoint(
        "POST", BANKS, _NAME, account_params.ExternalAccountCreateParams, "BankAccount", new_external_account,
        "Set an account's bank account",
    ),
    Endpoint(
        "GET", BANKS + "/{id}", _NAME, Params, "BankAccount", external_account,
        "Retrieve an account's bank account",
    ),
]  # fmt: skip
