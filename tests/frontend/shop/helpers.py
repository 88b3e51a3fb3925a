"""A buyer's browser for tests: forms as the pages build them, and data that no page may contain."""

import html
import re
from typing import Any
from uuid import UUID

from django.core.signing import TimestampSigner
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from catalog.models import Variant
from orders.checkout.policy import POLICY_VERSION
from orders.models import Checkout, Order
from places.models import Unit
from tests.markup import markup


def add(client: Client, variant: Variant, quantity: object = 1) -> Any:
    return client.post(
        reverse("shop:cart-add"),
        {"variant_id": variant.pk, "product_id": variant.product_id, "quantity": str(quantity)},
    )


def sheet(**changes: Any) -> dict[str, Any]:
    """A valid checkout form: delivered to Mỹ Thọ, paid by VNPay, policy accepted."""
    unit = Unit.objects.get(code="30076", valid_to=None)
    filled = {
        "action": "review",
        "buyer_name": "Nguyễn Thị Hoa",
        "phone": "0912 345 678",
        "email": "",
        "commune": "my tho",
        "commune_picked_for": "my tho",
        "commune_unit": str(unit.pk),
        "street": "12 Lê Lai",
        "payment_method": "vnpay",
        "note": "",
        "consent": POLICY_VERSION,
    }
    return {key: value for key, value in (filled | changes).items() if value is not None}


def fill(client: Client, **changes: Any) -> Any:
    return client.post(reverse("shop:checkout"), sheet(**changes))


def the_checkout() -> Checkout:
    return Checkout.objects.get()


def place(client: Client) -> Any:
    """Submit the review page."""
    page = text(client.get(reverse("shop:review")))
    total = re.search(r'name="expected_total" value="(\d+)"', page)
    assert total, page
    quotes = re.findall(r'name="quote_id"\s+value="(\d+)"', page)
    return client.post(reverse("shop:place"), {"expected_total": total[1], "quote_id": quotes})


def placed_here(client: Client, checkout_id: UUID) -> str:
    """Make this the browser that placed the checkout; returns the address of the payment page."""
    client.cookies["choxa_cart"] = TimestampSigner(salt="choxa_cart").sign_object(["", str(checkout_id), 1])
    return client.get(reverse("shop:cart")).headers["Location"]


def the_order() -> Order:
    return Order.objects.get()


def text(response: HttpResponse) -> str:
    """The page's markup with collapsed white space, independent of the templates' layout."""
    return markup(response.content.decode())


def words(response: HttpResponse) -> str:
    """The visible text: without tags, white space collapsed."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", text(response), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).replace("\u00a0", " ").split())


def keeps_the_policy(response: HttpResponse) -> bool:
    """No inline code that the content security policy would block, nothing from other hosts."""
    page = text(response)
    inline = re.search(r"""<[^>]+\s(style|on\w+)=|<style|<script(?![^>]*\ssrc=)""", page)
    foreign = re.search(r"""(src|href|action)="(https?:)?//""", page)
    assert not inline, inline[0]
    assert not foreign, foreign[0]
    return True
