"""/v1/customers by Stripe's own client, and what names them: intents, charges, sessions."""

from typing import Any

import pytest
import stripe
from django.db import IntegrityError, transaction

from core.integrity import check_integrity
from core.models import IdempotentAnswer
from core.personal_data import Person, holdings
from payments.api.services.create_api_key import create_api_key
from payments.api.services.create_customer import create_customer
from payments.connected_accounts.services.create_payee import create_payee
from payments.intents.services.create_api_intent import create_api_intent
from payments.models import ApiEvent, Customer, PaymentIntent
from tests.guards import past_every_guard
from tests.payments.api.conftest import Api
from tests.payments.api.test_integrations import SESSION, pay, refusal

LAN: Any = {
    "name": "Nguyễn Thị Lan",
    "email": "Lan@example.vn",
    "phone": "+84 912 345 678",
    "description": "Khách quen",
    "address": {"line1": "12 Lê Lai", "city": "Cao Lãnh", "country": "VN"},
    "shipping": {"name": "Lan", "phone": "0912345678", "address": {"line1": "12 Lê Lai"}},
    "preferred_locales": ["vi"],
    "metadata": {"shop_id": "7"},
}
NOTHING = {"line1": None, "line2": None, "city": None, "state": None, "postal_code": None, "country": None}


def test_created_customer_is_returned(platform: stripe.StripeClient) -> None:
    created = platform.v1.customers.create(LAN)
    assert created.id.startswith("cus_")
    seen = platform.v1.customers.retrieve(created.id).to_dict()
    assert seen == created.to_dict()
    assert {
        name: seen[name] for name in ("name", "email", "phone", "description", "preferred_locales", "metadata")
    } == {name: LAN[name] for name in ("name", "email", "phone", "description", "preferred_locales", "metadata")}
    assert seen["address"] == NOTHING | LAN["address"]
    assert (seen["shipping"]["name"], seen["shipping"]["phone"]) == ("Lan", "0912345678")
    assert seen["shipping"]["address"] == NOTHING | {"line1": "12 Lê Lai"}
    assert (seen["balance"], seen["delinquent"], seen["tax_exempt"], seen["livemode"]) == (0, False, "none", False)
    assert {"sources", "subscriptions", "tax_ids", "deleted"}.isdisjoint(seen)
    empty = platform.v1.customers.create()
    assert (empty.name, empty.email, empty.address, empty.shipping, empty.metadata.to_dict()) == (
        None, None, None, None, {},
    )  # fmt: skip


def test_update_changes_the_named_fields_only(platform: stripe.StripeClient) -> None:
    id = platform.v1.customers.create(LAN).id
    changed = platform.v1.customers.update(
        id, {"name": "Lan", "email": "", "shipping": "", "address": {"city": "Sa Đéc"}, "metadata": {"a": "1"}}
    )
    assert (changed.name, changed.email, changed.shipping) == ("Lan", None, None)
    assert changed.address.to_dict() == NOTHING | {"city": "Sa Đéc"}
    assert (changed.phone, changed.metadata.to_dict()) == (LAN["phone"], {"shop_id": "7", "a": "1"})
    assert platform.v1.customers.update(id, {"metadata": ""}).metadata.to_dict() == {}
    assert platform.v1.customers.update(id, {}).name == "Lan"


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"email": "nobody"}, "email_invalid", "email"),
        ({"name": "x" * 257}, "parameter_invalid_string_length", "name"),
        ({"phone": "0" * 21}, "parameter_invalid_string_length", "phone"),
        ({"shipping": {"name": "Lan"}}, "parameter_missing", "shipping[address]"),
        ({"address": {"street": "x"}}, "parameter_unknown", "address[street]"),
        ({"balance": -5_000}, "parameter_unsupported", "balance"),
        ({"source": "tok_visa"}, "parameter_unsupported", "source"),
        ({"payment_method": "pm_card_visa"}, "parameter_unsupported", "payment_method"),
        ({"metadata": {f"a{n}": "1" for n in range(51)}}, None, "metadata"),
    ],
)
def test_a_bad_parameter_of_a_customer_is_named(
    platform: stripe.StripeClient, params: Any, code: str | None, param: str
) -> None:
    error = refusal(platform.v1.customers.create, params)
    assert (error.http_status, error.code, error.param) == (400, code, param)
    assert not Customer.objects.exists()


def test_deleted_customer_shows_its_id_only(platform: stripe.StripeClient) -> None:
    customer = platform.v1.customers.create(LAN)
    intent = pay(platform, customer=customer.id)
    gone = {"id": customer.id, "object": "customer", "deleted": True}
    assert platform.v1.customers.delete(customer.id).to_dict() == gone
    assert platform.v1.customers.retrieve(customer.id).to_dict() == gone
    assert platform.v1.customers.list().data == []
    for refused in (
        refusal(platform.v1.customers.delete, customer.id),
        refusal(platform.v1.customers.update, customer.id, {"name": "x"}),
    ):
        assert (refused.http_status, refused.code, refused.param) == (404, "resource_missing", "customer")
    row = Customer.objects.get()
    assert (row.name, row.email, row.phone, row.address, row.shipping, row.metadata) == ("", "", "", {}, {}, {})
    seen = platform.v1.payment_intents.retrieve(intent.id, {"expand": ["customer"]})
    assert seen.customer.to_dict() == gone
    assert [one.id for one in platform.v1.payment_intents.list({"customer": customer.id}).data] == [intent.id]


def test_the_database_keeps_nothing_of_a_deleted_customer(platform: stripe.StripeClient) -> None:
    platform.v1.customers.delete(platform.v1.customers.create(LAN).id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.update(email="lan@example.vn")


def test_customers_are_listed_by_email_and_moment(platform: stripe.StripeClient) -> None:
    one, two, three = (platform.v1.customers.create({"email": email}) for email in ("a@b.vn", "A@b.vn", "a@b.vn"))
    listed = platform.v1.customers.list
    assert [each.id for each in listed().data] == [three.id, two.id, one.id]
    assert [each.id for each in listed({"email": "a@b.vn"}).data] == [three.id, one.id]
    page = listed({"email": "a@b.vn", "limit": 1})
    assert ([each.id for each in page.data], page.has_more, page.url) == ([three.id], True, "/v1/customers")
    assert [each.id for each in page.auto_paging_iter()] == [three.id, one.id]
    assert [each.id for each in listed({"ending_before": two.id}).data] == [three.id]
    assert listed({"created": {"lt": one.created}}).data == []
    error = refusal(listed, {"starting_after": "cus_none"})
    assert (error.http_status, error.code, error.param) == (400, "resource_missing", "starting_after")


def test_intent_charge_and_session_name_the_customer(platform: stripe.StripeClient) -> None:
    customer = platform.v1.customers.create(LAN)
    intent = pay(platform, customer=customer.id)
    charge = platform.v1.charges.retrieve(intent.latest_charge, {"expand": ["customer", "payment_intent.customer"]})
    session = platform.v1.checkout.sessions.create(
        SESSION | {"customer": customer.id, "customer_update": {"address": "auto"}, "expand": ["customer"]}
    )
    assert (intent.customer, charge.customer.id, session.customer.id) == (customer.id,) * 3
    assert charge.payment_intent.customer.email == "Lan@example.vn"
    assert (session.customer_details.email, session.customer_details.name) == ("Lan@example.vn", LAN["name"])
    assert (session.customer_email, session.customer_details.address.city) == (None, "Cao Lãnh")
    other = platform.v1.customers.create().id
    pay(platform)
    for listed, expected in (
        (platform.v1.payment_intents.list, {intent.id, session.payment_intent}),
        (platform.v1.charges.list, {charge.id}),
        (platform.v1.checkout.sessions.list, {session.id}),
    ):
        assert {one.id for one in listed({"customer": customer.id}).data} == expected
        assert listed({"customer": other}).data == []
        error = refusal(listed, {"customer": "cus_none"})
        assert (error.http_status, error.code, error.param) == (400, "resource_missing", "customer")
    by_email = platform.v1.checkout.sessions.list
    assert [one.id for one in by_email({"customer_details": {"email": "Lan@example.vn"}}).data] == [session.id]
    assert by_email({"customer_details": {"email": "b@example.vn"}}).data == []


def test_unknown_customer_is_refused(platform: stripe.StripeClient) -> None:
    gone = platform.v1.customers.create().id
    platform.v1.customers.delete(gone)
    waiting = platform.v1.payment_intents.create({"amount": 50_000, "currency": "vnd"})
    before = PaymentIntent.objects.count()
    for id in ("cus_none", gone):
        for call in (
            lambda id=id: platform.v1.payment_intents.create({"amount": 50_000, "currency": "vnd", "customer": id}),
            lambda id=id: platform.v1.payment_intents.update(waiting.id, {"customer": id}),
            lambda id=id: platform.v1.checkout.sessions.create(SESSION | {"customer": id}),
        ):
            error = refusal(call)
            assert (error.http_status, error.code, error.param) == (400, "resource_missing", "customer")
            assert error.user_message == f"No such customer: '{id}'"
    assert PaymentIntent.objects.count() == before
    assert platform.v1.payment_intents.retrieve(waiting.id).customer is None
    error = refusal(
        platform.v1.checkout.sessions.create,
        SESSION | {"customer": platform.v1.customers.create().id, "customer_email": "a@b.vn"},
    )
    assert error.user_message == "You may only specify one of these parameters: customer, customer_email."


def test_the_customer_of_an_intent_changes_until_it_is_paid(platform: stripe.StripeClient) -> None:
    first, second = platform.v1.customers.create().id, platform.v1.customers.create().id
    intent = platform.v1.payment_intents.create({"amount": 50_000, "currency": "vnd", "customer": first})
    assert platform.v1.payment_intents.update(intent.id, {"customer": second}).customer == second
    error = refusal(platform.v1.payment_intents.update, intent.id, {"customer": ""})
    assert (error.code, error.param) == ("parameter_invalid_empty", "customer")
    paid = pay(platform, customer=first)
    error = refusal(platform.v1.payment_intents.update, paid.id, {"customer": second})
    assert (error.code, error.error.payment_intent.customer) == ("payment_intent_unexpected_state", first)
    assert "customer could not be updated because it has a status of succeeded" in error.user_message
    assert platform.v1.payment_intents.update(paid.id, {"customer": first, "description": "x"}).description == "x"


def test_customer_of_a_charge_is_set_once(platform: stripe.StripeClient, hook: Any) -> None:
    first, second = platform.v1.customers.create().id, platform.v1.customers.create().id
    charge = pay(platform).latest_charge
    assert platform.v1.charges.update(charge, {"customer": first}).customer == first
    assert ApiEvent.objects.get(type="charge.updated").data["previous_attributes"] == {"customer": None}
    error = refusal(platform.v1.charges.update, charge, {"customer": second})
    assert (error.http_status, error.param) == (400, "customer")
    assert platform.v1.charges.retrieve(charge).customer == first


def test_customers_of_another_account_are_not_found(platform: stripe.StripeClient, make_client: Any) -> None:
    payee, rival = create_payee(name="HTX Mỹ Xương").pk, create_payee(name="HTX Tân Thuận").pk
    theirs = make_client(create_api_key(payee_id=payee)[1])
    mine, own = platform.v1.customers.create(LAN).id, theirs.v1.customers.create(LAN).id
    for client, id in ((platform, own), (theirs, mine), (make_client(create_api_key(payee_id=rival)[1]), own)):
        for call in (
            client.v1.customers.retrieve, client.v1.customers.delete, client.v1.customers.update,
            client.v1.customers.payment_methods.list,
        ):  # fmt: skip
            error = refusal(call, id)
            assert (error.http_status, error.code) == (404, "resource_missing")
        error = refusal(
            client.v1.payment_intents.create,
            {"amount": 50_000, "currency": "vnd", "customer": id, "payment_method_types": ["cash"]},
        )
        assert (error.http_status, error.code, error.param) == (400, "resource_missing", "customer")
    as_payee = {"stripe_account": payee}
    assert [one.id for one in platform.v1.customers.list(options=as_payee).data] == [own]
    assert [one.id for one in platform.v1.customers.list().data] == [mine]
    assert Customer.objects.filter(deleted_at=None).count() == 2
    assert not PaymentIntent.objects.exists()


def test_a_restricted_key_needs_the_permission(platform: stripe.StripeClient, make_client: Any) -> None:
    id = platform.v1.customers.create(LAN).id
    reads = make_client(create_api_key(kind="restricted", permissions={"customers": "read"})[1])
    assert reads.v1.customers.retrieve(id).name == LAN["name"]
    for call in (
        lambda: reads.v1.customers.create(LAN),
        lambda: reads.v1.customers.delete(id),
        lambda: make_client(create_api_key(kind="restricted", permissions={"charges": "write"})[1]).v1.customers.list(),
    ):
        with pytest.raises(stripe.PermissionError):
            call()
    assert platform.v1.customers.retrieve(id).name == LAN["name"]


@pytest.mark.django_db
def test_repeated_creation_makes_one_customer_and_its_answer_is_encrypted(api: Api) -> None:
    body, key = "email=lan@example.vn&name=Lan", {"Idempotency-Key": "k"}
    first, again = api.post("/v1/customers", body, **key), api.post("/v1/customers", body, **key)
    assert first == again
    assert Customer.objects.count() == 1
    assert "lan@example.vn" not in str(IdempotentAnswer.objects.values_list("answer", flat=True).get())


def test_lists_stand_in_a_customer_where_they_are_expanded(platform: stripe.StripeClient) -> None:
    id = platform.v1.customers.create().id
    expand = ["sources", "subscriptions", "tax_ids", "default_source", "invoice_settings.default_payment_method"]
    seen = platform.v1.customers.retrieve(id, {"expand": expand})
    assert [seen[name].data for name in ("sources", "subscriptions", "tax_ids")] == [[], [], []]
    assert seen.sources.url == f"/v1/customers/{id}/sources"
    assert (seen.default_source, seen.invoice_settings.default_payment_method) == (None, None)


def test_a_customer_has_no_payment_methods(platform: stripe.StripeClient) -> None:
    id = platform.v1.customers.create().id
    assert platform.v1.customers.payment_methods.list(id, {"type": "card"}).data == []
    assert platform.v1.payment_methods.list({"customer": id, "type": "card"}).data == []
    error = refusal(platform.v1.payment_methods.list, {"customer": "cus_none"})
    assert (error.http_status, error.code, error.param) == (400, "resource_missing", "customer")


def test_no_event_holds_a_customer(platform: stripe.StripeClient) -> None:
    id = platform.v1.customers.create(LAN).id
    platform.v1.customers.update(id, {"name": "x"})
    platform.v1.customers.delete(id)
    assert not ApiEvent.objects.exists()


@pytest.mark.django_db
def test_account_with_a_customer_is_not_deleted(api: Api) -> None:
    account = api.post("/v1/accounts", "country=VN&type=custom")[1]["id"]
    create_customer(payee_id=account, name="Lan")
    assert api.error("DELETE", f"/v1/accounts/{account}")[0] == 400
    assert Customer.objects.get().payee_id == account


@pytest.mark.django_db
def test_a_payment_that_names_another_accounts_customer_is_found() -> None:
    customer = create_customer(payee_id=create_payee(name="HTX").pk)
    create_api_intent(amount=50_000, payment_method_types=["cash"])
    with past_every_guard():
        PaymentIntent.objects.update(customer=customer)
    broken = [check["invariant"] for check in check_integrity() if not check["ok"]]
    assert broken == ["payments.customers-stay-with-their-account"]


@pytest.mark.django_db
@pytest.mark.parametrize("person", [Person(phone="0912345678"), Person(email="lan@EXAMPLE.vn")])
def test_buyer_is_erased_from_customers_and_payments(api: Api, person: Person) -> None:
    """In customers, in billing details, and in the payments of the buyer's customers."""
    buyer = api.post("/v1/customers", "name=Lan&email=Lan@example.vn&phone=%2B84 912 345 678&metadata[a]=1")[1]["id"]
    other = api.post("/v1/customers", "name=Khac&email=khac@example.vn&phone=0987654321")[1]["id"]
    to = "shipping[name]=Lan&shipping[address][line1]=12 Le Lai"
    recipient = api.post("/v1/customers", f"email=lan@example.vn&{to}&shipping[phone]=0912 345 678")[1]["id"]
    cash = "amount=50000&currency=vnd&confirm=true&payment_method_data[type]=cash"
    details = "payment_method_data[billing_details]"
    named = api.post("/v1/payment_intents", f"{cash}&{details}[email]=LAN@example.vn&{details}[phone]=0912.345.678")
    of_buyer = api.post("/v1/payment_intents", f"{cash}&customer={buyer}&receipt_email=work@example.vn")
    of_other = api.post("/v1/payment_intents", f"{cash}&customer={other}&{details}[name]=Khac")
    [room] = [holding for holding in holdings() if holding.room == "payments"]
    assert set(room.phones()) == {"0912345678", "0987654321"}
    exported = room.export(person)
    assert {one["id"] for one in exported["payment_customers"]} == {buyer, recipient}
    assert {one["id"] for one in exported["payments"]} == {named[1]["id"], of_buyer[1]["id"]}

    assert room.erase(person) == {"payments.PaymentIntent": 2, "payments.Customer": 2, "payments.ApiEvent": 6}
    assert room.erase(person) == {}
    assert set(room.phones()) == {"0987654321"}
    seen = api.get(f"/v1/customers/{buyer}")[1]
    assert (seen["name"], seen["email"], seen["phone"], seen["metadata"]) == (None, None, None, {"a": "1"})
    assert api.get(f"/v1/customers/{recipient}")[1]["shipping"] is None
    erased = PaymentIntent.objects.filter(pk__in=[named[1]["id"], of_buyer[1]["id"]])
    assert set(erased.values_list("receipt_email", "customer")) == {("", None), ("", buyer)}
    assert [one.billing_details for one in erased] == [{}, {}]
    assert api.get(f"/v1/customers/{other}")[1]["email"] == "khac@example.vn"
    assert PaymentIntent.objects.get(pk=of_other[1]["id"]).billing_details == {"name": "Khac"}
