"""A checkout as carts, checkout pages and the API show it, at today's prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from catalog.media import presenters
from core.errors import NotFound
from orders.checkout.fetch import CheckoutLineInfo, SellerGroup, fetch_seller_groups
from orders.checkout.payment_options import PaymentOption, PaymentRecipient, payment_options
from orders.checkout.policy import POLICY_VERSION
from orders.checkout.problems import Problem, checkout_problems, delivery_problem, line_problem, needs_address
from orders.identifiers import read_uuid
from orders.models import Checkout
from places.models import Address
from shipping.quotes.queries import Quote, QuoteSource
from shipping.quotes.services.quote_parcels import ask_and_store


@dataclass(frozen=True)
class LineView:
    """One line of the cart."""

    id: UUID
    variant_id: int
    variant_name: str
    product_id: int
    product_name: str
    product_slug: str
    unit_price: int  # đồng, today
    quantity: int
    total: int  # đồng
    available: int
    photo: presenters.PhotoUrls | None
    problem: Problem | None


@dataclass(frozen=True)
class SellerGroupView:
    """The lines of one seller. They become one order."""

    seller_id: int
    seller_name: str
    seller_slug: str
    seller_is_sample: bool
    recipient: PaymentRecipient
    lines: list[LineView]
    quotes: list[Quote]  # the possible deliveries, the default first
    delivery: Quote | None  # the buyer's choice or the default; None where neither is possible
    chosen_by_buyer: bool
    goods_total: int  # đồng
    shipping_total: int  # đồng; 0 while there is no `delivery`
    total: int  # đồng
    problem: Problem | None  # of the delivery


@dataclass(frozen=True)
class CheckoutView:
    """A whole checkout. `problems` are all of its problems; it can be placed when none of them blocks."""

    id: UUID
    user_id: int | None
    placed_at: datetime | None
    buyer_name: str
    phone: str
    email: str
    note: str
    address: Address | None  # with unit and its province
    needs_address: bool
    groups: list[SellerGroupView]
    seller_groups: list[SellerGroup]  # as they were read, for a service of the same request
    payment_method: str  # PaymentMethod, or "" while not chosen
    payment_choices: list[PaymentOption]
    consented: bool  # to the policy in force now
    policy_version: str  # of the policy in force now
    goods_total: int  # đồng
    shipping_total: int  # đồng
    total: int  # đồng, tax included
    quantity: int  # pieces in all
    problems: list[Problem]

    @property
    def is_placed(self) -> bool:
        return self.placed_at is not None

    @property
    def can_place(self) -> bool:
        return not self.is_placed and not any(problem.blocking for problem in self.problems)


def checkout_view(checkout_id: UUID | str, *, unit_id: int | None = None) -> CheckoutView:
    """The checkout now. Raises NotFound.

    Two statements, however many lines; four where carriers are asked.
    """
    return view_checkout(find_checkout(checkout_id), unit_id=unit_id)


def find_checkout(checkout_id: UUID | str) -> Checkout:
    """The checkout with its address (one statement). Raises NotFound."""
    unit_and_province = "shipping_address__unit__parent"
    checkout = Checkout.objects.select_related(unit_and_province).filter(pk=read_uuid(checkout_id)).first()
    if checkout is None:
        raise NotFound(_("Không tìm thấy giỏ hàng này."))
    return checkout


def view_checkout(
    checkout: Checkout, *, unit_id: int | None = None, quotes: QuoteSource = ask_and_store
) -> CheckoutView:
    """A checkout that was found, as it stands (one statement; three where carriers are asked).

    `unit_id` quotes for another commune than the saved address's, which stays what it is. `quotes` may refuse to ask
    carriers by an exception.
    """
    return view_of(checkout, fetch_seller_groups(checkout, quotes, with_photos=True, unit_id=unit_id))


def view_of(checkout: Checkout, groups: Sequence[SellerGroup]) -> CheckoutView:
    """A checkout of which the seller groups were read, with their photos."""
    goods, shipping = sum(p.goods_total for p in groups), sum(p.shipping_total for p in groups)
    return CheckoutView(
        id=checkout.id,
        user_id=checkout.user_id,
        placed_at=checkout.placed_at,
        buyer_name=checkout.buyer_name,
        phone=checkout.phone,
        email=checkout.email,
        note=checkout.note,
        address=checkout.shipping_address,
        needs_address=needs_address(groups),
        groups=[_group(checkout, p) for p in groups],
        seller_groups=list(groups),
        payment_method=checkout.payment_method,
        payment_choices=payment_options([p.recipient for p in groups]),
        consented=checkout.consent_policy == POLICY_VERSION,
        policy_version=POLICY_VERSION,
        goods_total=goods,
        shipping_total=shipping,
        total=goods + shipping,
        quantity=sum(line.quantity for p in groups for line in p.lines),
        problems=list(checkout_problems(checkout, groups)),
    )


def _group(checkout: Checkout, p: SellerGroup) -> SellerGroupView:
    return SellerGroupView(
        seller_id=p.seller_id,
        seller_name=p.seller_name,
        seller_slug=p.seller_slug,
        seller_is_sample=p.seller_is_sample,
        recipient=p.recipient,
        lines=[_line(line) for line in p.lines],
        quotes=p.quotes,
        delivery=p.delivery,
        chosen_by_buyer=p.chosen_method_id is not None,
        goods_total=p.goods_total,
        shipping_total=p.shipping_total,
        total=p.goods_total + p.shipping_total,
        problem=delivery_problem(checkout, p),
    )


def _line(line: CheckoutLineInfo) -> LineView:
    return LineView(
        id=line.line_id,
        variant_id=line.variant_id,
        variant_name=line.variant_name,
        product_id=line.product_id,
        product_name=line.product_name,
        product_slug=line.product_slug,
        unit_price=line.unit_price,
        quantity=line.quantity,
        total=line.total,
        available=line.available,
        photo=presenters.photo_urls(line.photo) if line.photo else None,
        problem=line_problem(line),
    )
