"""Limits, and requests that are refused as a whole."""

from django.test import Client, override_settings

from orders.graphql.access import checkout_global_id
from tests.factories import PASSWORD
from tests.marketplace.log_cases.base import AT, GRAPHQL, World, case, exhaust
from tests.orders.helpers import cart


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
