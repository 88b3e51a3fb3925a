"""The owner and the permissions of a key, and that no key reads or changes another account's objects."""

import hashlib
from collections.abc import Callable

import pytest

from core.http.environ import UNREADABLE
from payments.api.services.create_api_key import create_api_key
from payments.api.services.revoke_api_key import revoke_api_key
from payments.bank.services.open_bank_account import open_bank_account
from payments.connected_accounts.services.create_payee import create_payee
from payments.intents.services.complete_attempt import complete_attempt
from payments.intents.services.create_api_intent import create_api_intent
from payments.models import ApiKey, Payee, Transfer
from payments.providers.results import AttemptResult, Outcome
from payments.refunds.services.create_refund import create_refund
from tests.payments.api.conftest import Api, key_row
from tests.payments.bank.helpers import shown
from tests.payments.helpers import state

INTENTS = "/v1/payment_intents"
INVALID = "invalid_request_error"


def test_only_the_digest_is_kept(key: str) -> None:
    row = ApiKey.objects.get()
    assert key.startswith("sk_test_")
    assert (row.digest, row.last4) == (hashlib.sha256(key.encode()).hexdigest(), key[-4:])
    assert key not in str(ApiKey.objects.values().get())


def test_bearer_and_basic(api: Api, basic: Callable[[str], str]) -> None:
    assert api.ask("GET", "/v1/balance").status_code == 200
    assert api.ask("GET", "/v1/balance", Authorization=basic(api.key)).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer sk_test_no", "Basic !!!", "Basic c2tfdGVzdF9ubzo=", "Digest x", "Bearer sk\x7f"],
)
def test_request_without_a_key_is_401(api: Api, header: str) -> None:
    response = api.ask("GET", "/v1/balance", Authorization=header)
    assert response.status_code == 401
    assert response.json()["error"]["type"] == INVALID
    assert response["WWW-Authenticate"].startswith("Basic")


def test_error_masks_the_key(api: Api) -> None:
    wrong = "sk_test_" + "a1B2" * 12
    text = api.ask("GET", "/v1/balance", Authorization=f"Bearer {wrong}").content.decode()
    assert "Invalid API Key provided: sk_test_************a1B2" in text
    assert wrong not in text


def test_revoked_key_is_refused(api: Api) -> None:
    revoke_api_key(key_id=key_row(api.key).pk)
    assert api.ask("GET", "/v1/balance").status_code == 401


def test_key_of_the_other_mode_is_refused(api: Api, settings) -> None:
    response = api.ask("GET", "/v1/balance", Authorization="Bearer sk_live_" + "a" * 48)
    assert response.status_code == 401
    assert "runs in test mode" in response.json()["error"]["message"]
    settings.PRODUCTION = True
    response = api.ask("GET", "/v1/balance")
    assert response.status_code == 401
    assert "runs in live mode" in response.json()["error"]["message"]


def test_restricted_key_has_its_permissions_only(payee: str) -> None:
    _row, text = create_api_key(kind="restricted", permissions={"refunds": "write", "balance": "read"})
    api = Api(text)
    before = state()
    assert api.ask("GET", "/v1/balance").status_code == 200
    assert api.ask("GET", "/v1/refunds").status_code == 200
    assert api.error("GET", INTENTS) == (403, INVALID, None, None)
    assert api.error("POST", "/v1/refunds", "charge=ch_none")[:2] == (400, INVALID)
    assert api.error("POST", INTENTS, "amount=1000&currency=vnd")[0] == 403
    assert state() == before


def test_a_reading_key_reads_everything_and_writes_nothing(key: str) -> None:
    intent = create_api_intent(amount=1_000, payment_method_types=["cash"])
    api = Api(create_api_key(kind="restricted", permissions={"*": "read"})[1])
    before = state()
    for path in (INTENTS, f"{INTENTS}/{intent.pk}", "/v1/charges", "/v1/refunds", "/v1/balance", "/v1/events"):
        assert api.ask("GET", path).status_code == 200
    for path in (INTENTS, f"{INTENTS}/{intent.pk}", f"{INTENTS}/{intent.pk}/cancel", "/v1/refunds"):
        assert api.ask("POST", path, "amount=1000&currency=vnd").status_code == 403
    assert state() == before


def test_an_expansion_needs_its_own_permission(key: str) -> None:
    platform = Api(key)
    _, paid = platform.post(INTENTS, "amount=1000&currency=vnd&payment_method_data[type]=cash&confirm=true")
    api = Api(create_api_key(kind="restricted", permissions={"payment_intents": "read"})[1])
    assert api.get(f"{INTENTS}/{paid['id']}")[0] == 200
    assert api.get(f"{INTENTS}/{paid['id']}?expand[]=latest_charge")[0] == 403


def test_accounts_are_apart(api: Api, payee: str) -> None:
    other = create_payee(name="Hộ khác").pk
    body = "amount=1000&currency=vnd&payment_method_data[type]=cash&confirm=true"
    ours = api.post(INTENTS, body)[1]
    theirs = api.post(INTENTS, body, **{"Stripe-Account": payee})[1]
    assert (ours["status"], theirs["status"]) == ("succeeded", "succeeded")
    own = Api(create_api_key(payee_id=payee)[1])
    foreign = Api(create_api_key(payee_id=other)[1])
    seen = {
        "platform": (api, {}),
        "platform as payee": (api, {"Stripe-Account": payee}),
        "payee": (own, {}),
        "payee named": (own, {"Stripe-Account": payee}),
        "another": (foreign, {}),
    }
    lists = {
        name: [one["id"] for one in who.get(INTENTS, **headers)[1]["data"]] for name, (who, headers) in seen.items()
    }
    assert lists == {
        "platform": [ours["id"]],
        "platform as payee": [theirs["id"]],
        "payee": [theirs["id"]],
        "payee named": [theirs["id"]],
        "another": [],
    }
    before = state()
    headers: dict[str, str]
    for who, headers, intent in ((api, {}, theirs), (own, {}, ours), (foreign, {}, theirs), (foreign, {}, ours)):
        for method, path in (
            ("GET", f"{INTENTS}/{intent['id']}"),
            ("POST", f"{INTENTS}/{intent['id']}"),
            ("POST", f"{INTENTS}/{intent['id']}/cancel"),
            ("POST", f"{INTENTS}/{intent['id']}/confirm"),
            ("GET", f"/v1/charges/{intent['latest_charge']}"),
            ("POST", f"/v1/charges/{intent['latest_charge']}"),
            ("GET", f"/v1/charges/{intent['latest_charge']}/refunds"),
            ("GET", f"/v1/payment_methods/{intent['payment_method']}"),
        ):
            assert who.error(method, path, **headers)[0::2] == (404, "resource_missing")
        for supplied in (f"charge={intent['latest_charge']}", f"payment_intent={intent['id']}"):
            assert who.error("POST", "/v1/refunds", supplied)[0::2] == (400, "resource_missing")
            assert who.error("GET", f"/v1/refunds?{supplied}")[0::2] == (400, "resource_missing")
        assert who.error("GET", f"{INTENTS}?starting_after={intent['id']}")[0::2] == (400, "resource_missing")
    assert state() == before


def test_unknown_account_is_refused(api: Api, payee: str) -> None:
    for account in ("acct_none", "acct_\x7f", "x" * 500):
        assert api.error("GET", "/v1/balance", **{"Stripe-Account": account}) == (403, INVALID, "account_invalid", None)
    own = Api(create_api_key(payee_id=payee)[1])
    other = create_payee(name="Hộ khác").pk
    assert own.error("GET", "/v1/balance", **{"Stripe-Account": other})[0::2] == (403, "account_invalid")


def test_account_of_the_other_mode_is_refused(api: Api) -> None:
    live = Payee.objects.create(id="acct_live", livemode=True, name="HTX")
    assert api.error("GET", "/v1/balance", **{"Stripe-Account": live.pk})[0] == 403


def test_vnpay_collects_for_the_platform_alone(api: Api, payee: str) -> None:
    body = "amount=1000&currency=vnd&"
    for selected, param in (
        ("payment_method_data[type]=vnpay", "payment_method_data[type]"),
        ("payment_method_types[]=vnpay", "payment_method_types"),
    ):
        matches = api.error("POST", INTENTS, body + selected, **{"Stripe-Account": payee})
        assert matches == (400, INVALID, "payment_method_unsupported_type", param)
    _, cash = api.post(INTENTS, body + "payment_method_data[type]=cash&confirm=true", **{"Stripe-Account": payee})
    assert cash["payment_method_types"] == ["vietqr", "cash"]
    _, charge = api.get(f"/v1/charges/{cash['latest_charge']}", **{"Stripe-Account": payee})
    assert (charge["paid"], charge["balance_transaction"]) == (True, None)
    _, balance = api.get("/v1/balance", **{"Stripe-Account": payee})
    assert (balance["available"][0]["amount"], balance["pending"][0]["amount"]) == (0, 0)


def test_a_payee_lists_what_it_took_and_what_it_was_given(api: Api, payee: str) -> None:
    body = "amount=1000&currency=vnd&payment_method_data[type]=cash&confirm=true"
    own = {"Stripe-Account": payee}
    taken = [api.post(INTENTS, body, **own)[1]["latest_charge"]]
    paid = api.post(INTENTS, body + f"&transfer_data[destination]={payee}&transfer_group=g")[1]
    supplied = Transfer.objects.get(intent=paid["id"]).payment_id
    taken.insert(0, api.post(INTENTS, body, **own)[1]["latest_charge"])
    everything = [taken[0], supplied, taken[1]]

    def matches(query: str = "") -> tuple[list[str], bool]:
        page = api.get(f"/v1/charges{query}", **own)[1]
        return [one["id"] for one in page["data"]], page["has_more"]

    assert matches() == (everything, False)
    assert matches("?limit=1") == (everything[:1], True)
    assert matches(f"?limit=1&starting_after={taken[0]}") == ([supplied], True)
    assert matches(f"?limit=2&starting_after={supplied}") == ([taken[1]], False)
    assert matches(f"?limit=1&ending_before={taken[1]}") == ([supplied], True)
    assert matches("?transfer_group=g") == ([supplied], False)
    _, page = api.get("/v1/charges?expand[]=data.balance_transaction", **own)
    assert [one["balance_transaction"] and one["balance_transaction"]["net"] for one in page["data"]] == [
        None, 1_000, None,
    ]  # fmt: skip
    assert api.error("GET", f"/v1/charges?starting_after={paid['latest_charge']}", **own)[0] == 400
    assert [one["id"] for one in api.get("/v1/charges")[1]["data"]] == [paid["latest_charge"]]


def test_refund_of_an_order_is_not_canceled_by_the_api(api: Api, payee: str) -> None:
    """Neither the platform's key nor that of the seller who owes it to the buyer."""
    account = open_bank_account(payee_id=payee, bin="970436", number="0071001234567", holder="HTX MY XUONG")
    attempt = shown(account, 100_000)
    complete_attempt(reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED), confirmed_by="sepay")
    owed = create_refund(intent_id=attempt.intent_id, amount=100_000, reason="canceled_by_seller", reference="7K2P")
    before = state()
    for caller, headers in ((Api(create_api_key(payee_id=payee)[1]), {}), (api, {"Stripe-Account": payee})):
        path = f"/v1/refunds/{owed.pk}"
        assert caller.get(path, **headers)[1]["status"] == "requires_action"
        assert caller.error("POST", f"{path}/cancel", **headers) == (400, INVALID, "refund_not_cancelable", None)
    assert state() == before


@pytest.mark.parametrize(
    "page_words", ["business_type=company", "company[tax_id]=9900000016", "individual[id_number]=082093001234"]
)
def test_account_key_cannot_change_the_legal_kind(api: Api, page_words: str) -> None:
    """The tax depends on it: a household that declared itself a company would pay none."""
    household = create_payee(name="Hộ Sen", business_type="individual", tax_id="082093009999")
    path, before = f"/v1/accounts/{household.pk}", Payee.objects.values().get(pk=household.pk)
    own = Api(create_api_key(payee_id=household.pk)[1])
    assert own.error("POST", path, page_words)[0] == 403
    assert Payee.objects.values().get(pk=household.pk) == before
    assert own.post(path, "metadata[note]=1")[0] == 200
    assert api.post(path, page_words)[0] == 200


def test_the_account_may_be_named_as_context_too(api: Api, payee: str) -> None:
    """Stripe's newer header of the same meaning; ignored, it would act for the platform instead."""
    assert api.get("/v1/account", **{"Stripe-Context": payee})[1]["id"] == payee
    assert api.error("GET", "/v1/account", **{"Stripe-Context": "acct_none"})[0::2] == (403, "account_invalid")
    assert api.error("GET", "/v1/account", **{"Stripe-Context": payee, "Stripe-Account": "acct_none"})[0] == 400


@pytest.mark.parametrize("name", ["Stripe-Account", "Stripe-Context"])
@pytest.mark.parametrize("value", ["", UNREADABLE, "đ"])
def test_a_header_that_names_no_account_does_not_name_the_platform(api: Api, name: str, value: str) -> None:
    """A client whose variable is empty meant one of its accounts."""
    assert api.error("GET", "/v1/account", **{name: value})[0::2] == (403, "account_invalid")
