"""The content of a checkout now: lines at today's prices, grouped by seller, with their delivery quotes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from catalog.media import presenters
from catalog.produce_declarations.queries import declaration_in_force, evidence_words
from catalog.visibility import variant_on_sale
from core import clock
from core.compiled_queries import compiled_query
from orders.checkout.payment_options import PaymentRecipient
from orders.models import Checkout, CheckoutDelivery, CheckoutLine, SoldAs
from payments import sdk
from shipping.carriers import Parcel
from shipping.quotes.queries import Quote, QuoteSource, quotes_in_force, quotes_of_parcel

_FIELDS = {
    "line_id": "pk",
    "variant_id": "variant_id",
    "variant_name": "variant__name",
    "product_id": "variant__product_id",
    "product_name": "variant__product__name",
    "product_slug": "variant__product__slug",
    "days_to_ship": "variant__product__days_to_ship",
    "seller_id": "variant__product__seller_id",
    "seller_name": "variant__product__seller__name",
    "seller_slug": "variant__product__seller__slug",
    "seller_is_sample": "variant__product__seller__is_sample",
    "payee_ref": "variant__product__seller__payee_ref",
    "cash_at_pickup": "variant__product__seller__cash_at_pickup",
    "cash_on_delivery": "variant__product__seller__cash_on_delivery",
    "unit_price": "variant__price",
    "price_seen": "price_seen",
    "weight_g": "variant__weight_g",
    "on_hand": "variant__on_hand",
    "held": "variant__reserved",
    "tax_category": "variant__product__tax_category",
    "quantity": "quantity",
}


@dataclass(frozen=True)
class CheckoutLineInfo:
    """A quantity of one variant, with its price and stock now."""

    line_id: UUID
    variant_id: int
    variant_name: str
    product_id: int
    product_name: str
    product_slug: str
    unit_price: int  # đồng
    price_seen: int  # đồng, when the buyer chose
    weight_g: int
    quantity: int
    available: int  # how many can be bought now; 0 where it is no longer on sale
    on_sale: bool
    days_to_ship: int
    tax_category: str  # orders.SoldAs
    tax_evidence: str  # of an exemption
    photo: dict[str, Any] | None  # catalog.media.presenters.FIELDS, where they were asked for

    @property
    def total(self) -> int:
        return self.unit_price * self.quantity

    @property
    def name(self) -> str:
        return f"{self.product_name}, {self.variant_name}" if self.variant_name else self.product_name


@dataclass(frozen=True)
class SellerGroup:
    """The lines of one seller, with the delivery quotes for the checkout's address."""

    seller_id: int
    seller_name: str
    seller_slug: str
    seller_is_sample: bool
    payee_ref: str  # acct_…
    cash_at_pickup: bool
    cash_on_delivery: bool
    by_platform: bool  # the market may take money for this seller
    bank: sdk.BankAccount | None  # into which buyers may transfer
    lines: list[CheckoutLineInfo]
    quotes: list[Quote]  # the default first
    chosen_method_id: int | None  # the buyer's own choice, whether or not it is still possible

    @property
    def goods_total(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def delivery(self) -> Quote | None:
        """The buyer's choice; without one the default; None where the choice is not possible, or nothing is."""
        if self.chosen_method_id is None:
            return self.quotes[0] if self.quotes else None
        return next((q for q in self.quotes if q.method_id == self.chosen_method_id), None)

    @property
    def recipient(self) -> PaymentRecipient:
        """The seller as the recipient of a payment, for the delivery that is chosen now."""
        carrier = self.delivery.carrier if self.delivery else None
        return PaymentRecipient(
            seller_name=self.seller_name,
            by_platform=self.by_platform,
            by_transfer=self.bank is not None,
            cash_at_pickup=self.cash_at_pickup,
            cash_on_delivery=self.cash_on_delivery,
            amount=self.goods_total + self.shipping_total,
            carrier=carrier,
        )

    @property
    def shipping_total(self) -> int:
        return self.delivery.price if self.delivery else 0


def fetch_seller_groups(
    checkout: Checkout, quote: QuoteSource, *, with_photos: bool = False, unit_id: int | None = None
) -> list[SellerGroup]:
    """The checkout's goods by seller, in seller order (one statement for any number of lines).

    `quote` finds the shipping quotes of parcels for which none was stored when the groups were read: a transaction
    passes a source that asks no carrier. `unit_id` asks for quotes to that commune instead of the saved address: a
    buyer sees prices before typing a street.
    """
    address = checkout.shipping_address
    reach = unit_id or (address.unit_id if address else None)
    rows = list(_rows(checkout.pk, reach, with_photos))
    by_seller = [(seller, list(group)) for seller, group in groupby(rows, key=lambda row: row["seller_id"])]
    parcels = [
        Parcel(
            seller_id=seller,
            weight_g=sum(row["weight_g"] * row["quantity"] for row in group),
            days_to_ship=max(row["days_to_ship"] for row in group),
        )
        for seller, group in by_seller
    ]
    quotes: dict[int, list[Quote]] = {
        parcel.seller_id: quotes_of_parcel(parcel, group[0]["quotes"])
        for parcel, (_seller, group) in zip(parcels, by_seller, strict=True)
    }
    if missing := [parcel for parcel in parcels if not quotes[parcel.seller_id]]:
        quotes |= quote(parcels=missing, unit_id=reach)
    payees = [group[0]["payee_ref"] for _seller, group in by_seller]
    uncollected = sdk.accounts.not_collected_for(payees)
    return [
        _parcels(group, quotes.get(seller, []), by_platform=payee not in uncollected)
        for payee, (seller, group) in zip(payees, by_seller, strict=True)
    ]


def _rows(checkout_id: UUID, unit_id: int | None, with_photos: bool) -> Iterable[dict[str, Any]]:
    shape, now = {"is_live": sdk.mode.livemode(), "with_photos": with_photos}, clock.now()
    if unit_id is None:
        rows = _lines_nowhere(checkout_id, now, **shape)
    else:
        rows = _lines_to(checkout_id, now, unit_id, **shape)
    for row in rows:
        yield {name: row[path] for name, path in _FIELDS.items()} | {
            "on_sale": row["_on_sale"],
            "chosen": row["_chosen"],
            "produce": row["_produce"],
            "quotes": row["_quotes"],
            "bank": row["_bank"],
            "photo": row.get("_photo"),
        }


def _lines(
    checkout_id: UUID, now: datetime, unit_id: int | None, *, is_live: bool = False, with_photos: bool = False
) -> "QuerySet[CheckoutLine, dict[str, Any]]":
    """The lines with their columns. `is_live` is the mode of the accounts, which the SDK reads by itself."""
    deliveries = CheckoutDelivery.objects.filter(checkout=checkout_id, seller=OuterRef("variant__product__seller"))
    lines = CheckoutLine.objects.filter(checkout=checkout_id).annotate(
        _on_sale=variant_on_sale("variant__"),
        _chosen=Subquery(deliveries.values("method_id")[:1]),
        _produce=declaration_in_force("variant__product"),
        _quotes=quotes_in_force(
            seller="variant__product__seller", weights=_weights(checkout_id), unit_id=unit_id, now=now
        ),
        _bank=sdk.bank_accounts.shown_to_buyers("variant__product__seller__payee_ref"),
    )
    names = [*_FIELDS.values(), "_on_sale", "_chosen", "_produce", "_quotes", "_bank"]
    if with_photos:
        lines = lines.annotate(_photo=presenters.first_photo("variant__product"))
        names.append("_photo")
    return lines.order_by("variant__product__seller_id", "added_at", "variant_id").values(*names)


def _weights(checkout_id: UUID) -> QuerySet[CheckoutLine, Any]:
    """The weight of a seller's parcel, in grams."""
    lines = CheckoutLine.objects.filter(checkout=checkout_id, variant__product__seller=OuterRef("seller")).order_by()
    weight = Sum(F("variant__weight_g") * F("quantity"))
    return lines.values("variant__product__seller").annotate(_weight=weight).values("_weight")


_lines_to = compiled_query(_lines, UUID, datetime, int)
_lines_nowhere = compiled_query(
    lambda checkout_id, now, **shape: _lines(checkout_id, now, None, **shape), UUID, datetime
)


def _parcels(rows: list[dict[str, Any]], quotes: list[Quote], *, by_platform: bool) -> SellerGroup:
    first = rows[0]
    return SellerGroup(
        seller_id=first["seller_id"],
        seller_name=first["seller_name"],
        seller_slug=first["seller_slug"],
        seller_is_sample=first["seller_is_sample"],
        payee_ref=first["payee_ref"],
        cash_at_pickup=first["cash_at_pickup"],
        cash_on_delivery=first["cash_on_delivery"],
        by_platform=by_platform,
        bank=sdk.bank_accounts.from_column(first["bank"]),
        lines=[_line(row) for row in rows],
        quotes=quotes,
        chosen_method_id=first["chosen"],
    )


def _line(row: dict[str, Any]) -> CheckoutLineInfo:
    evidence = evidence_words(row["produce"])
    return CheckoutLineInfo(
        line_id=row["line_id"],
        variant_id=row["variant_id"],
        variant_name=row["variant_name"],
        product_id=row["product_id"],
        product_name=row["product_name"],
        product_slug=row["product_slug"],
        unit_price=row["unit_price"],
        price_seen=row["price_seen"],
        weight_g=row["weight_g"],
        quantity=row["quantity"],
        available=max(row["on_hand"] - row["held"], 0) if row["on_sale"] else 0,
        on_sale=row["on_sale"],
        days_to_ship=row["days_to_ship"],
        tax_category=SoldAs.EXEMPT if evidence else SoldAs(row["tax_category"]),
        tax_evidence=evidence,
        photo=row["photo"],
    )
