"""Refused requests are logged in one line with who, where and why, without secrets."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver

from accounts.models import User
from core.graphql.ids import to_global_id
from core.logs.formatters import JsonFormatter, TextFormatter
from core.logs.routes import PUBLIC
from core.throttle import count
from orders.graphql.access import checkout_global_id
from orders.models import Order
from payments.api.services.create_api_key import create_api_key
from payments.api.services.revoke_api_key import revoke_api_key
from payments.models import BankFeed
from tests.accounts.authenticators import enrolled
from tests.factories import PASSWORD, make_officer, make_user, my_tho
from tests.log_lines import log_lines
from tests.market import Market, find
from tests.orders.helpers import cart
from tests.payments.bank.helpers import KEY, make_account, make_feed

pytestmark = pytest.mark.django_db
AT = "request=R network=127.0.0.1"
GRAPHQL = {"content_type": "application/json"}
FORM = "application/x-www-form-urlencoded"


@dataclass
class World:
    """A market, its paid order, and who knocks at its doors."""

    market: Market
    order: Order
    buyer: User = field(default_factory=lambda: make_user(phone="0912345678", email="lan@example.vn"))
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    secrets: set[str] = field(default_factory=set)

    def sign_in(self, user: User) -> None:
        self.client.force_login(user)

    def graphql(self, query: str, token: str = "", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.client.post("/graphql/", {"query": query, **more}, content_type="application/json", headers=headers)

    def token(self, user: User, password: str = PASSWORD, otp: str = "") -> str:
        mutation = f'tokenCreate(email: "{user.phone}", password: "{password}", otp: "{otp}")'
        answer = self.graphql(f"mutation {{ {mutation} {{ token errors {{ code }} }} }}").json()
        return answer["data"]["tokenCreate"]["token"] or ""

    def v1(self, path: str, key: str, method: str = "GET", **more: Any) -> Any:
        self.secrets.add(key)
        headers = {"Authorization": f"Bearer {key}"}
        return self.client.generic(method, path, more.pop("body", ""), content_type=FORM, headers=headers)

    def feed(self) -> BankFeed:
        feed = make_feed(make_account())
        self.secrets |= {feed.hook, KEY}
        return feed


@pytest.fixture
def world(paid_database: None, db: None) -> World:
    world = World(find(), Order.objects.get())
    world.secrets |= {PASSWORD, "0912345678", "lan@example.vn", world.order.code, world.order.phone}
    return world


def exhaust(key: str, tries: int) -> None:
    from datetime import timedelta

    for _ in range(tries):
        count(key, timedelta(hours=1))


Case = Callable[[World], list[str]]
CASES: dict[str, Case] = {}


def case(kind: str) -> Callable[[Case], Case]:
    """Does one thing at one door, and says the lines that it leaves."""

    def add(function: Case) -> Case:
        CASES[kind] = function
        return function

    return add


@case("sign-in, page")
def _(world: World) -> list[str]:
    world.client.post("/dang-nhap/", {"identifier": "0912345678", "password": PASSWORD})
    who = f"account=user:{world.buyer.pk}"
    return [f"INFO choxa.security sign_in {who} factor=password {AT} method=POST route=account:sign-in"]


@case("wrong password, page")
def _(world: World) -> list[str]:
    world.client.post("/dang-nhap/", {"identifier": "0912345678", "password": "không đúng đâu"})
    who = f"account=user:{world.buyer.pk}"
    return [f"WARNING choxa.security sign_in_failed {who} reason=password {AT} method=POST route=account:sign-in"]


@case("unknown account, page")
def _(world: World) -> list[str]:
    world.client.post("/dang-nhap/", {"identifier": "0987654321", "password": PASSWORD})
    return [f"WARNING choxa.security sign_in_failed account=unknown reason=password {AT} method=POST "
            "route=account:sign-in"]  # fmt: skip


@case("throttled sign-in, page")
def _(world: World) -> list[str]:
    exhaust("sign-in:network:127.0.0.1:60", 30)
    for _ in range(2):
        world.client.post("/dang-nhap/", {"identifier": "0912345678", "password": PASSWORD})
    where = f"{AT} method=POST route=account:sign-in"
    who = f"account=user:{world.buyer.pk}"
    limit = f"WARNING choxa.security limit_reached limit=sign-in {where}"
    return [limit, f"WARNING choxa.security sign_in_failed {who} reason=throttled {where}", limit]


@case("sign-in with a second factor, GraphQL")
def _(world: World) -> list[str]:
    app, codes = enrolled(world.buyer)
    world.secrets |= {app.code(), *codes, world.token(world.buyer, otp=app.code())}
    who = f"account=user:{world.buyer.pk}"
    return [f"INFO choxa.security sign_in {who} channel=api factor=password+totp {AT} method=POST route=graphql"]


@case("wrong second factor, GraphQL")
def _(world: World) -> list[str]:
    enrolled(world.buyer)
    world.token(world.buyer, otp="000000")
    who = f"account=user:{world.buyer.pk}"
    return [f"WARNING choxa.security sign_in_failed {who} reason=otp_invalid channel=api step=second_factor {AT} "
            "method=POST route=graphql"]  # fmt: skip


@case("wrong password asked again, page")
def _(world: World) -> list[str]:
    world.sign_in(world.buyer)
    world.client.post("/xac-nhan-mat-khau/", {"password": "không đúng đâu"})
    who = f"user:{world.buyer.pk}"
    return [f"WARNING choxa.security reauthentication_failed account={who} reason=password {AT} method=POST "
            f"route=account:reauthenticate person={who}"]  # fmt: skip


@case("bad bearer, GraphQL")
def _(world: World) -> list[str]:
    world.graphql("{ me { id } }", token="eyJhbGciOiJI.eyJ1c2VyIjox.c2ln")
    return [f"WARNING choxa.security token_refused reason=jwt_invalid_token {AT} method=POST route=graphql"]


@case("no key, wrong key, key of the other mode, revoked key: /v1")
def _(world: World) -> list[str]:
    revoked, text = create_api_key()
    revoke_api_key(key_id=revoked.pk)
    for key in ("", "sk_test_" + "a1B2" * 12, "sk_live_" + "a1B2" * 12, text):
        world.v1("/v1/refunds", key)
    world.secrets.discard("")
    where = f'{AT} method=GET route="GET /v1/refunds"'
    refused = "WARNING choxa.security api_key_refused"
    return [
        f"{refused} reason=none {where}",
        f"{refused} reason=unknown {where}",
        f"{refused} reason=other_mode {where}",
        f"{refused} reason=revoked account=key:{revoked.pk} {where}",
    ]


@case("bad signature, IPN")
def _(world: World) -> list[str]:
    world.client.get("/payments/vnpay/ipn", {"vnp_TxnRef": "a\nb", "vnp_SecureHash": "f" * 128})
    return [f"WARNING choxa.security signature_refused provider=vnpay {AT} method=GET route=payments:ipn "
            "object=provider=vnpay"]  # fmt: skip


@case("bad signature, way back from VNPay")
def _(world: World) -> list[str]:
    world.client.get("/thanh-toan/vnpay/tro-ve", {"vnp_TxnRef": "x", "vnp_SecureHash": "f" * 128})
    return [f"WARNING choxa.security signature_refused provider=vnpay reason=return {AT} method=GET "
            "route=shop:payment-return object=provider=vnpay"]  # fmt: skip


@case("bad signature and unknown address, feed")
def _(world: World) -> list[str]:
    feed = world.feed()
    world.client.post(f"/payments/feeds/sepay/{feed.hook}", "{}", **GRAPHQL)
    world.client.post("/payments/feeds/sepay/khong-co-dia-chi-nay", "{}", **GRAPHQL)
    where = f"{AT} method=POST route=payments:feed object=kind=sepay,hook="
    refused = "WARNING choxa.security signature_refused provider=sepay"
    return [f"{refused} account=feed:{feed.pk} {where}{feed.hook[:4]}*",
            f"{refused} reason=unknown_address {where}khon*"]  # fmt: skip


@case("another's page")
def _(world: World) -> list[str]:
    official = make_officer("commune", my_tho())
    world.sign_in(official)
    world.client.get("/co-quan/nhat-ky/")
    return [f"WARNING choxa.security access_refused status=403 {AT} method=GET route=office:audit "
            f"person=user:{official.pk}"]  # fmt: skip


@case("another's order, seller's page")
def _(world: World) -> list[str]:
    owner = world.market.household_owner
    world.sign_in(owner)
    world.client.get(f"/ban-hang/don/{world.order.code}/")
    return [f"WARNING choxa.security access_refused reason=not_found status=404 {AT} method=GET route=seller:order "
            f"object=code={world.order.code[:4]}* person=user:{owner.pk}"]  # fmt: skip


@case("another's order, buyer's page")
def _(world: World) -> list[str]:
    world.client.get(f"/don/{world.order.code}/")
    return [f"WARNING choxa.security access_refused reason=not_opened status=302 {AT} method=GET route=shop:order "
            f"object=code={world.order.code[:4]}*"]  # fmt: skip


@case("the admin from elsewhere")
def _(world: World) -> list[str]:
    with override_settings(ADMIN_NETWORKS=["192.0.2.0/24"]):
        world.client.get("/quan-tri/accounts/user/12/change/")
    return [f"WARNING choxa.security access_refused reason=network status=404 {AT} method=GET path=/quan-tri/*"]


@case("another's things, GraphQL")
def _(world: World) -> list[str]:
    token = world.token(world.buyer)
    carts = cart([(world.market.mango, 1)], user=world.market.manager)
    world.secrets |= {token, str(world.order.pk), carts.hex}
    order = to_global_id("Order", world.order.pk)
    world.graphql(f'{{ order(id: "{order}") {{ number }} }}', token)
    theirs = checkout_global_id(carts)
    world.graphql(f'{{ checkout(id: "{theirs}") {{ id }} }}', token)
    world.graphql(f'mutation {{ checkoutComplete(id: "{theirs}") {{ errors {{ code }} }} }}', token)
    who = f"user:{world.buyer.pk}"
    refused = f"WARNING choxa.security access_refused reason=not_found status=200 {AT} method=POST"
    return [
        f"INFO choxa.security sign_in account={who} channel=api factor=password {AT} method=POST route=graphql",
        f"{refused} route=graphql:order object=Order:{str(world.order.pk)[:4]}* person={who}",
        f"{refused} route=graphql:checkout object=Checkout:{carts.hex[:4]}* person={who}",
        f"{refused} route=graphql:checkoutComplete object=Checkout:{carts.hex[:4]}* person={who}",
    ]


@case("another's things and no permission, /v1")
def _(world: World) -> list[str]:
    stored, key = create_api_key(kind="restricted", permissions={"payment_intents": "read"})
    world.v1("/v1/payment_intents/pi_a1B2c3D4e5F6", key)
    world.v1("/v1/refunds", key)
    where, who = f"{AT} method=GET", f"person=key:{stored.pk}"
    refused = "WARNING choxa.security access_refused"
    return [f'{refused} reason=not_found status=404 {where} route="GET /v1/payment_intents/{{intent}}" '
            f"object=intent=pi_a1B2* {who}",
            f'{refused} reason=forbidden status=403 {where} route="GET /v1/refunds" {who}']  # fmt: skip


@case("limits: GraphQL")
def _(world: World) -> list[str]:
    world.graphql("{ a: me { id } " + "".join(f"b{n}: me {{ id }} " for n in range(101)) + "}")
    world.client.post("/graphql/", "x" * 100_001, **GRAPHQL)
    limit = "WARNING choxa.security limit_reached limit=graphql:"
    where = f"{AT} method=POST route=graphql"
    return [f"{limit}alias_limit {where}", f"{limit}body_too_large {where}"]


@case("limits: carts, by page and GraphQL")
def _(world: World) -> list[str]:
    from django.conf import settings

    goods = {"variant_id": world.market.mango.pk, "product_id": world.market.mango.product_id, "quantity": "1"}
    checkout = checkout_global_id(cart([(world.market.mango, 1)]))
    with override_settings(ORDER_LIMITS=settings.ORDER_LIMITS | {"cart_changes_per_network": 1}):
        world.client.post("/gio/them", goods)
        world.client.post("/gio/them", goods)
        world.graphql(f'mutation {{ checkoutComplete(id: "{checkout}") {{ errors {{ code }} }} }}')
    limit = f"WARNING choxa.security limit_reached limit=cart:network {AT} method=POST"
    return [f"{limit} route=shop:cart-add", f"{limit} route=graphql"]


@case("limits: guessing at orders")
def _(world: World) -> list[str]:
    exhaust("order:ip:127.0.0.1", 30)
    world.client.post("/don/", {"code": world.order.code, "phone": "0912345678"})
    return [f"WARNING choxa.security limit_reached limit=order {AT} method=POST route=shop:orders"]


@case("bad form token, page")
def _(world: World) -> list[str]:
    Client(enforce_csrf_checks=True).post("/dang-nhap/", {"password": PASSWORD})
    return [f'WARNING choxa.security csrf_refused reason=csrf detail="CSRF cookie not set." {AT} '
            "method=POST route=account:sign-in"]  # fmt: skip


@case("bad host")
def _(world: World) -> list[str]:
    with override_settings(ALLOWED_HOSTS=["cho.example.vn"]):
        world.client.get("/", headers={"Host": "evil.example"})
    detail = "Invalid HTTP_HOST header: 'evil.example'. You may need to add 'evil.example' to ALLOWED_HOSTS."
    return [f'WARNING choxa.security host_refused reason=DisallowedHost detail="{detail}" {AT} method=GET path=/']


@case("NUL, by page and GraphQL")
def _(world: World) -> list[str]:
    world.client.get("/tim", {"q": "a\0b"})
    world.graphql("query Q($id: ID!) { order(id: $id) { id } }", variables={"id": "a\0"})
    refused = "WARNING choxa.security input_refused"
    return [f"{refused} status=400 {AT} method=GET route=shop:search",
            f"{refused} reason=nul {AT} method=POST route=graphql"]  # fmt: skip


@case("a page that is not there")
def _(world: World) -> list[str]:
    world.client.get("/wp-login.php/a\nb")
    world.client.get("/hang/khong-co-12/")
    return [f'WARNING django.request "Not Found" status=404 {AT} method=GET path=/wp-login.php/*',
            f'WARNING django.request "Not Found" status=404 {AT} method=GET route=shop:product '
            "object=slug=khong-co,product_id=12"]  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_refusal_has_its_log_line(world: World, kind: str) -> None:
    with log_lines() as lines:
        expected = CASES[kind](world)
    assert lines.plain == expected
    assert [secret for secret in world.secrets if secret in lines.text] == []


SECRET = "fX3q9aZLw0pT5rVb7NcYdE1uHsGjMiOeKxQyWzAB"
ADDRESSES = [
    f"/dat-mat-khau/{SECRET}",
    f"/thanh-toan/{SECRET}/",
    f"/don/{SECRET}/",
    f"/bien-nhan/{SECRET}/",
    f"/ban-hang/cho/{SECRET}/",
    f"/payments/feeds/sepay/{SECRET}",
    f"/payments/checkout/cs_test_{SECRET}/pay",
    f"/payments/vietqr/pi_{SECRET}/{SECRET[:30]}",
    f"/payments/vietqr/pi_{SECRET}/{SECRET[:30]}.svg",
    f"/tai-khoan/dang-xuat/{SECRET}",
    f"/v1/checkout/sessions/cs_test_{SECRET}",
    f"/khong-co/{SECRET}",
]


@pytest.mark.parametrize("form", [TextFormatter, JsonFormatter])
@pytest.mark.parametrize("address", ADDRESSES)
def test_error_lines_mask_the_path(address, form, monkeypatch, db: None) -> None:
    """Its traceback repeats the path, its parts and what was typed."""

    def fail(self: object, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        raise ValueError(f"{request.get_full_path()} {args} {kwargs} {dict(request.POST)}")

    monkeypatch.setattr("core.middleware.TextOnlyMiddleware.process_view", fail)
    with log_lines(form()) as lines:
        client = Client(raise_request_exception=False)
        client.post(f"{address}?key={SECRET[::-1]}", {"password": SECRET[5:30], "phone": "0912345678"})
    assert ("ValueError" in lines.text) is not address.startswith("/khong-co/")
    assert len([line for line in lines.text.splitlines() if not line.startswith("  | ")]) == 1
    assert SECRET[:5] not in lines.text.replace(SECRET[:4] + "*", "")
    assert [secret for secret in (SECRET[5:15], SECRET[::-1][:10], "0912345678") if secret in lines.text] == []


def _text_parts(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str]]:
    """(route, part) of every part of an address that is shown whole and is no number."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _text_parts(each, f"{each.namespace or space}:" if each.namespace else space)
        else:
            parts = re.findall(r"<(?!int:)(?:\w+:)?(\w+)>", str(each.pattern))
            yield from ((f"{space}{each.name}", part) for part in parts if part in PUBLIC)


def test_only_listed_path_parameters_are_logged_whole() -> None:
    """Whoever adds one of these names to an address asks here whether the part opens something."""
    shop = {("shop:product", "slug"), ("shop:seller", "slug"), ("shop:policy", "slug"), ("payments:feed", "kind")}
    shop |= {("payments:ipn", "provider"), ("shop:payment-return", "provider")}
    office = {("similar-differences", "kind"), ("money-day", "day"), ("new-layout", "kind"), ("accounts", "mode")}
    office |= {(f"tax-{name}", "month") for name in ("month-pdf", "month-xlsx", "month", "declare", "pay")}
    sandbox = {("vnpay-sandbox:end", "outcome")}
    pages = {one for one in _text_parts(get_resolver()) if not one[0].startswith("admin:")}
    assert pages == shop | {(f"office:{name}", part) for name, part in office} | sandbox
