"""What is refused, and in which words: Stripe's types, codes and parameters."""

import re
from pathlib import Path

import pytest
from django.test import Client

import payments.api
from core.errors import DomainError, NotFound
from payments.api.errors import _CODES, CODES, from_domain
from payments.intents.services.create_api_intent import create_api_intent
from payments.models import PaymentIntent
from tests.payments.api.conftest import Api
from tests.payments.helpers import make_attempt, state

API = Path(payments.api.__file__).parent
INTENTS = "/v1/payment_intents"
INVALID = "invalid_request_error"
GOOD = "amount=10000&currency=vnd"


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ("currency=vnd", "parameter_missing", "amount"),
        ("amount=1000", "parameter_missing", "currency"),
        ("amount=&currency=vnd", "parameter_invalid_empty", "amount"),
        ("amount=12.5&currency=vnd", "parameter_invalid_integer", "amount"),
        ("amount=abc&currency=vnd", "parameter_invalid_integer", "amount"),
        ("amount=٣٠٠&currency=vnd", "parameter_invalid_integer", "amount"),
        ("amount=0&currency=vnd", "parameter_invalid_integer", "amount"),
        ("amount=-5&currency=vnd", "parameter_invalid_integer", "amount"),
        ("amount=9007199254740992&currency=vnd", "amount_too_large", "amount"),
        ("amount=1000000000&currency=vnd&payment_method_data[type]=vnpay", "amount_too_large", "amount"),
        ("amount=1000000000&currency=vnd&payment_method_types[]=vnpay", "amount_too_large", "amount"),
        ("amount=4999&currency=vnd&payment_method_data[type]=vnpay", "amount_too_small", "amount"),
        ("amount=4999&currency=vnd&payment_method_types[]=vnpay", "amount_too_small", "amount"),
        ("amount=1000&currency=usd", None, "currency"),
        (f"{GOOD}&foo=1", "parameter_unknown", "foo"),
        (f"{GOOD}&foo[bar][]=1", "parameter_unknown", "foo"),
        (f"{GOOD}&payment_method_options[vnpay][foo]=1", "parameter_unknown", "payment_method_options[vnpay][foo]"),
        (f"{GOOD}&payment_method_options[vnpay][expires_after_seconds]=59", "parameter_invalid_integer",
         "payment_method_options[vnpay][expires_after_seconds]"),
        (f"{GOOD}&payment_method_options[vnpay][expires_after_seconds]=86401", "parameter_invalid_integer",
         "payment_method_options[vnpay][expires_after_seconds]"),
        (f"{GOOD}&payment_method_data[type]=card", "parameter_unsupported", "payment_method_data[type]"),
        (f"{GOOD}&payment_method_data=vnpay", None, "payment_method_data"),
        (f"{GOOD}&payment_method=pm_card_visa", "resource_missing", "payment_method"),
        (f"{GOOD}&payment_method_types[]=vnpay&payment_method_data[type]=cash",
         "payment_intent_incompatible_payment_method", "payment_method_data[type]"),
        (f"{GOOD}&payment_method_types[]=card", "parameter_unsupported", "payment_method_types[0]"),
        (f"{GOOD}&capture_method=manual", "parameter_unsupported", "capture_method"),
        (f"{GOOD}&customer=cus_1", "resource_missing", "customer"),
        (f"{GOOD}&customer_account=acct_1", "parameter_unsupported", "customer_account"),
        (f"{GOOD}&confirm=yes", None, "confirm"),
        (f"{GOOD}&confirm=true", "payment_intent_unexpected_state", "payment_method"),
        (f"{GOOD}&return_url=javascript:alert(1)", "url_invalid", "return_url"),
        (f"{GOOD}&return_url=https://[", "url_invalid", "return_url"),
        (f"{GOOD}&receipt_email=nobody", "email_invalid", "receipt_email"),
        (f"{GOOD}&description=a%00b", None, "description"),
        (f"{GOOD}&description={'x' * 1001}", "parameter_invalid_string_length", "description"),
        (f"{GOOD}&metadata[{'k' * 41}]=1", "parameter_invalid_string_length", "metadata"),
        (f"{GOOD}&metadata[k]={'v' * 501}", "parameter_invalid_string_length", "metadata"),
        (f"{GOOD}&metadata[k][l]=1", None, "metadata"),
        (f"{GOOD}&application_fee_amount=100", None, "application_fee_amount"),
        (f"{GOOD}&transfer_data[destination]=acct_none", "resource_missing", "transfer_data[destination]"),
        (f"{GOOD}&expand[]=foo", None, "expand"),
        (f"{GOOD}&expand=latest_charge", None, "expand"),
    ],
)  # fmt: skip
def test_a_bad_parameter_is_named(api: Api, body: str, code: str | None, param: str) -> None:
    assert api.error("POST", INTENTS, body) == (400, INVALID, code, param)
    assert PaymentIntent.objects.count() == 0


def test_buyers_are_led_to_hosts_that_the_operator_lists(api: Api, settings) -> None:
    settings.RETURN_HOSTS, settings.BASE_URL = ["shop.example", ".htx.example"], "https://cho.example.vn"
    for url in (
        "https://evil.example/",
        "https://shop.example.evil/",
        "https://shop.example@evil/",
        "https://evil/?shop.example",
    ):
        assert api.error("POST", INTENTS, f"{GOOD}&return_url={url}") == (400, INVALID, "url_invalid", "return_url")
    assert PaymentIntent.objects.count() == 0
    for url in ("https://SHOP.example/a", "https://ban.htx.example/", "https://cho.example.vn/don/"):
        assert api.post(INTENTS, f"{GOOD}&return_url={url}")[0] == 200


def test_the_whole_shape_of_an_error(api: Api, settings) -> None:
    settings.BASE_URL = "https://cho.example"
    response = api.ask("POST", INTENTS, "amount=1000&currency=vnd&foo=1&bar=2")
    assert response.json() == {
        "error": {
            "type": INVALID,
            "message": "Received unknown parameters: foo, bar",
            "code": "parameter_unknown",
            "doc_url": "https://cho.example/v1/docs/errors#parameter-unknown",
            "param": "foo",
        }
    }
    assert response["Content-Type"] == "application/json"
    assert response["Request-Id"].startswith("req_")
    assert response["Stripe-Should-Retry"] == "false"


def test_stripes_parameters_without_effect_are_accepted(api: Api) -> None:
    ignored = "automatic_payment_methods[enabled]=true&statement_descriptor=X&setup_future_usage=off_session"
    ignored += "&off_session=false&capture_method=automatic&radar_options[session]=rse_1&shipping[name]=A"
    status, intent = api.post(INTENTS, f"{GOOD}&{ignored}")
    assert (status, intent["status"], intent["setup_future_usage"]) == (200, "requires_payment_method", None)


@pytest.mark.parametrize("path", ["/v1/foo", "/v1/", "/v1/payment_intents/pi_1/nothing", "/v1/charges/ch_1%00"])
def test_an_unknown_address(api: Api, path: str) -> None:
    status, answer = api.get(path)
    assert status == 404
    assert answer["error"]["type"] == INVALID
    assert answer["error"]["message"].startswith("Unrecognized request URL (GET: /v1/")


def test_an_unknown_method(api: Api) -> None:
    response = api.ask("PUT", "/v1/charges")
    assert (response.status_code, response["Allow"]) == (404, "GET")
    assert response.json()["error"]["message"].startswith("Unrecognized request URL (PUT: /v1/charges)")


@pytest.mark.parametrize("id", ["pi_none", "ch_x", "x", "pi_" + "a" * 97])
def test_unknown_object_is_resource_missing(api: Api, id: str) -> None:
    status, answer = api.get(f"{INTENTS}/{id}")
    assert status == 404
    assert answer["error"]["message"] == f"No such payment_intent: '{id}'"
    assert (answer["error"]["code"], answer["error"]["param"]) == ("resource_missing", "intent")


def test_a_body_in_json_is_refused_with_the_right_type_named(api: Api) -> None:
    response = api.client.post(
        INTENTS, {"amount": 1}, content_type="application/json", headers={"Authorization": f"Bearer {api.key}"}
    )
    assert response.status_code == 400
    assert "application/x-www-form-urlencoded" in response.json()["error"]["message"]


def test_a_body_too_large(api: Api) -> None:
    assert api.error("POST", INTENTS, "a=" + "x" * 300_000)[0] == 413


def test_internal_error_is_500_in_json(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **more: object) -> None:
        raise RuntimeError("sk_test_secret")

    monkeypatch.setattr("payments.api.resources.balance.balance_of", broken)
    response = api.ask("GET", "/v1/balance")
    assert (response.status_code, response["Stripe-Should-Retry"]) == (500, "true")
    assert response.json() == {
        "error": {"type": "api_error", "message": "An unknown error occurred. Please try again."}
    }


def test_refusal_for_a_paid_intent_contains_the_intent(api: Api) -> None:
    _, paid = api.post(INTENTS, f"{GOOD}&payment_method_data[type]=cash&confirm=true")
    assert paid["status"] == "succeeded"
    before = state()
    for action in ("cancel", "confirm"):
        status, answer = api.post(f"{INTENTS}/{paid['id']}/{action}")
        error = answer["error"]
        assert (status, error["code"]) == (400, "payment_intent_unexpected_state")
        assert "status of succeeded" in error["message"]
        assert (error["payment_intent"]["id"], error["payment_intent"]["status"]) == (paid["id"], "succeeded")
    assert api.error("POST", f"{INTENTS}/{paid['id']}", "amount=2000")[2] == "payment_intent_unexpected_state"
    assert state() == before


def test_payment_of_an_order_is_not_changed_by_the_api(api: Api) -> None:
    intent = make_attempt().intent
    before = state()
    for action in ("", "/cancel", "/confirm"):
        assert api.error("POST", f"{INTENTS}/{intent.pk}{action}")[2] == "payment_intent_unexpected_state"
    assert api.error("POST", "/v1/refunds", f"payment_intent={intent.pk}")[0] == 400
    assert state() == before
    assert api.get(f"{INTENTS}/{intent.pk}")[1]["client_secret"] is None


def test_the_version_is_echoed_and_nonsense_refused(api: Api) -> None:
    assert api.ask("GET", "/v1/balance")["Stripe-Version"] == "2026-10-28.endive"
    assert api.ask("GET", "/v1/balance", **{"Stripe-Version": "2020-08-27"})["Stripe-Version"] == "2020-08-27"
    for bad in ("latest", "2020-13-01", "2020-08-27.\x7f", "", "đ", "\xff"):
        assert api.error("GET", "/v1/balance", **{"Stripe-Version": bad})[0] == 400


def test_a_wrong_client_secret(api: Api) -> None:
    intent = create_api_intent(amount=10_000, payment_method_types=["vnpay"])
    path = f"{INTENTS}/{intent.pk}?client_secret="
    assert api.get(path + intent.client_secret)[0] == 200
    assert api.error("GET", path + "pi_x_secret_y") == (400, INVALID, "resource_missing", "client_secret")


def test_every_code_of_the_api_is_explained(client: Client) -> None:
    page = client.get("/v1/docs/errors").content.decode()
    for code in CODES:
        assert f'<dt id="{code.replace("_", "-")}">' in page
    spelled = r'code="([a-z]+_[a-z_]+)"|refuse\([^()]*(?:\([^()]*\)[^()]*)*"([a-z]+_[a-z_]+)"'
    result = [match for file in API.rglob("*.py") for match in re.findall(spelled, file.read_text())]
    written = {code for match in result for code in match if code}
    assert {"country_unsupported", "endpoint_disabled"} & written == {"country_unsupported"}
    assert written | {code for code, _param in _CODES.values()} <= CODES.keys()


@pytest.mark.parametrize(("path_ids", "status"), [({"customer": "cus_1"}, 404), ({"charge": "ch_1"}, 400), ({}, 400)])
def test_missing_id_of_the_path_is_404_and_of_a_parameter_400(path_ids: dict[str, str], status: int) -> None:
    refused = from_domain(NotFound("No such thing", field="customer"), path_ids)
    assert (refused.status, refused.code, refused.param) == (status, "resource_missing", "customer")


@pytest.mark.parametrize("field", ["id", None])
def test_missing_object_of_a_service_is_404(field: str | None) -> None:
    """Services name their own object "id"; in `/v1` the path names it."""
    refused = from_domain(NotFound("No such refund", field=field))
    assert (refused.status, refused.code, refused.param) == (404, "resource_missing", field)


def test_null_byte_in_metadata_is_named_as_the_reason(api: Api) -> None:
    status, answer = api.post("/v1/customers", "metadata[a]=%00")
    assert answer["error"]["message"] == "Invalid metadata: the value of a contains a null byte"
    assert (status, answer["error"]["param"]) == (400, "metadata")


def test_code_of_our_own_services_is_not_sent() -> None:
    """Its doc_url would lead nowhere."""
    refused = from_domain(DomainError("Không được.", code="FEE_TOO_LARGE", field="application_fee_amount"))
    assert refused.body() == {"error": {"type": INVALID, "message": "Không được.", "param": "application_fee_amount"}}


@pytest.mark.parametrize(
    ("method", "path", "answers_with"),
    [
        ("GET", "/v1/payment_intents/search?query=x", "Search is not offered"),
        ("GET", "/v1/charges/search", "Search is not offered"),
        ("GET", "/v1/reviews", "The operator decides reviews"),
        ("POST", "/v1/ephemeral_keys", "No client of Stripe's for phones is needed"),
        ("GET", "/v1/payment_method_domains", "There are no wallets here"),
        ("GET", "/v1/country_specs/VN", "There is one country"),
        ("GET", "/v1/balance_settings", "settings[payouts][schedule]"),
        ("POST", "/v1/test_helpers/test_clocks", "obeys tests"),
        ("POST", "/v1/payment_methods", "payment_method_data[type]"),
        ("POST", "/v1/payment_methods/pm_1/attach", "payment_method_data[type]"),
        ("POST", "/v1/customers/cus_1/sources", "holds no card, balance or tax id here"),
        ("POST", "/v1/customers/cus_1/subscriptions", "Nothing can be charged without the buyer"),
        ("POST", "/v1/customer_sessions", "nothing is saved"),
        ("POST", "/v1/billing_portal/sessions", "nothing is saved"),
        ("POST", "/v1/setup_intents", "Nothing can be charged without the buyer"),
        ("GET", "/v1/invoices/in_1", "Nothing can be charged without the buyer"),
        ("POST", "/v1/prices", "line_items[0][price_data]"),
        ("POST", "/v1/account_links", "verified by the operator"),
        ("POST", "/v1/application_fees/fee_1/refunds", "given back with its transfer"),
        ("GET", "/v1/disputes", "no disputes"),
        ("GET", "/v2/core/accounts", "There is only /v1 here"),
    ],
)
def test_unsupported_stripe_operation_explains_the_alternative(
    api: Api, method: str, path: str, answers_with: str
) -> None:
    response = api.ask(method, path)
    error = response.json()["error"]
    assert (response.status_code, error["type"]) == (404, INVALID)
    assert error["message"].startswith(f"Unrecognized request URL ({method}: {path.partition('?')[0]}). ")
    assert answers_with in error["message"]


def test_the_root_is_json_as_well(api: Api) -> None:
    assert api.get("/v1")[0] == 404
    assert api.get("/v2")[0] == 404


def test_charges_are_made_by_intents(api: Api) -> None:
    response = api.ask("POST", "/v1/charges", "amount=1000&currency=vnd&source=tok_visa")
    assert (response.status_code, response["Allow"]) == (404, "GET")
    assert "by confirming a PaymentIntent" in response.json()["error"]["message"]
