"""What belongs to others."""

from django.test import override_settings

from core.graphql.ids import to_global_id
from orders.graphql.access import checkout_global_id
from payments.api.services.create_api_key import create_api_key
from tests.factories import make_officer, my_tho
from tests.marketplace.log_cases.base import AT, World, case
from tests.orders.helpers import cart


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
