"""Lists by cursor, filters, and Stripe's own walking through pages."""

from datetime import timedelta

import pytest
import stripe

from payments.intents.services.create_api_intent import create_api_intent
from payments.models import PaymentIntent
from tests.payments.api.conftest import Api

INTENTS = "/v1/payment_intents"
CASH = "currency=vnd&payment_method_data[type]=cash&confirm=true"


@pytest.fixture
def five(key: str) -> list[str]:
    """Five intents, the latest first, as lists give them."""
    created = [create_api_intent(amount=1_000 + n, payment_method_types=["cash"]).pk for n in range(5)]
    return created[::-1]


def ids(api: Api, query: str = "") -> tuple[list[str], bool]:
    status, page = api.get(f"{INTENTS}{query}")
    assert (status, page["object"], page["url"]) == (200, "list", INTENTS)
    return [one["id"] for one in page["data"]], page["has_more"]


def test_pages(api: Api, five: list[str]) -> None:
    assert ids(api) == (five, False)
    assert ids(api, "?limit=2") == (five[:2], True)
    assert ids(api, f"?limit=2&starting_after={five[1]}") == (five[2:4], True)
    assert ids(api, f"?limit=2&starting_after={five[3]}") == (five[4:], False)
    assert ids(api, f"?limit=2&ending_before={five[4]}") == (five[2:4], True)
    assert ids(api, f"?limit=2&ending_before={five[1]}") == (five[:1], False)
    assert ids(api, f"?limit=5&starting_after={five[4]}") == ([], False)


def test_invalid_page_parameters_are_refused(api: Api, five: list[str]) -> None:
    for query, param in (
        ("?limit=0", "limit"),
        ("?limit=101", "limit"),
        ("?limit=x", "limit"),
        ("?starting_after=pi_none", "starting_after"),
        ("?ending_before=ch_none", "ending_before"),
        (f"?starting_after={five[0]}&ending_before={five[1]}", "ending_before"),
        ("?foo=1", "foo"),
        ("?created[foo]=1", "created[foo]"),
        ("?created[gte]=x", "created[gte]"),
        ("?customer=cus_1", "customer"),
    ):
        status, _type, _code, named = api.error("GET", INTENTS + query)
        assert (status, named) == (400, param)


def test_created(api: Api, five: list[str]) -> None:
    """Whole seconds: the second of creation itself counts on both sides."""
    rows = list(PaymentIntent.objects.order_by("sequence"))
    for number, row in enumerate(rows):
        PaymentIntent.objects.filter(pk=row.pk).update(created_at=rows[0].created_at + timedelta(seconds=10 * number))
    first = int(rows[0].created_at.timestamp())
    third = first + 20
    assert ids(api, f"?created={third}") == (five[2:3], False)
    assert ids(api, f"?created[gte]={third}") == (five[:3], False)
    assert ids(api, f"?created[gt]={third}") == (five[:2], False)
    assert ids(api, f"?created[lte]={third}") == (five[2:], False)
    assert ids(api, f"?created[lt]={third}") == (five[3:], False)
    assert ids(api, f"?created[gt]={first}&created[lt]={third}") == (five[3:4], False)
    assert ids(api, "?created[lte]=253402300799") == (five, False)
    assert ids(api, "?created[gte]=0") == (five, False)


def test_stripes_client_walks_through_all_pages(platform: stripe.StripeClient) -> None:
    created = [create_api_intent(amount=1_000, payment_method_types=["cash"]).pk for _ in range(7)]
    pages = platform.v1.payment_intents.list({"limit": 3})
    assert [one.id for one in pages.auto_paging_iter()] == created[::-1]
    last = platform.v1.payment_intents.list({"limit": 3, "ending_before": created[0]})
    assert [one.id for one in last.auto_paging_iter()] == created[1:]


def test_charges_refunds_and_balance_transactions_are_narrowed(api: Api) -> None:
    one = api.post(INTENTS, f"amount=1000&{CASH}&transfer_group=a")[1]
    two = api.post(INTENTS, f"amount=2000&{CASH}&transfer_group=b")[1]
    refund = api.post("/v1/refunds", f"payment_intent={two['id']}&amount=500")[1]["id"]

    def result(path: str) -> list[str]:
        return [row["id"] for row in api.get(path)[1]["data"]]

    assert result("/v1/charges") == [two["latest_charge"], one["latest_charge"]]
    assert result(f"/v1/charges?payment_intent={one['id']}") == [one["latest_charge"]]
    assert result("/v1/charges?transfer_group=b") == [two["latest_charge"]]
    assert result("/v1/payment_intents?transfer_group=a") == [one["id"]]
    for path in (
        "/v1/refunds",
        f"/v1/refunds?charge={two['latest_charge']}",
        f"/v1/refunds?payment_intent={two['id']}",
        f"/v1/charges/{two['latest_charge']}/refunds",
    ):
        assert result(path) == [refund]
    for path in (f"/v1/refunds?charge={one['latest_charge']}", f"/v1/charges/{one['latest_charge']}/refunds"):
        assert result(path) == []
    lines = api.get("/v1/balance_transactions")[1]["data"]
    assert [(line["type"], line["source"], line["net"]) for line in lines] == [
        ("refund", refund, -500),
        ("charge", two["latest_charge"], 2_000),
        ("charge", one["latest_charge"], 1_000),
    ]
    assert result("/v1/balance_transactions?type=refund") == [lines[0]["id"]]
    assert result(f"/v1/balance_transactions?source={one['latest_charge']}") == [lines[2]["id"]]
    assert result("/v1/balance_transactions?currency=vnd&limit=1") == [lines[0]["id"]]
    assert api.error("GET", "/v1/balance_transactions?currency=usd")[3] == "currency"
    assert result("/v1/balance/history") == [line["id"] for line in lines]
    assert api.get(f"/v1/balance/history/{lines[0]['id']}")[1] == lines[0]


def test_events_are_narrowed(api: Api) -> None:
    intent = api.post(INTENTS, f"amount=1000&{CASH}", **{"Idempotency-Key": "k1"})[1]
    reported = api.get("/v1/events")[1]["data"]
    assert [event["type"] for event in reported] == [
        "payment_intent.succeeded",
        "charge.succeeded",
        "payment_intent.created",
    ]
    assert reported[0]["data"]["object"] == intent
    assert reported[1]["data"]["object"]["id"] == intent["latest_charge"]
    assert reported[0]["request"]["id"].startswith("req_")
    assert reported[0]["request"]["idempotency_key"] == "k1"

    def result(query: str) -> list[str]:
        return [event["type"] for event in api.get(f"/v1/events?{query}")[1]["data"]]

    assert result("type=charge.succeeded") == ["charge.succeeded"]
    assert result("type=payment_intent.*") == ["payment_intent.succeeded", "payment_intent.created"]
    assert result("types[]=charge.succeeded&types[]=payment_intent.created") == [
        "charge.succeeded",
        "payment_intent.created",
    ]
    assert result("delivery_success=true&limit=1") == ["payment_intent.succeeded"]
    assert result("delivery_success=false") == []
    assert api.error("GET", "/v1/events?type=a&types[]=b")[3] == "types"
    assert api.get(f"/v1/events/{reported[0]['id']}")[1] == reported[0]
