"""What the checkout page shows: the checkout itself, what was typed over it, and what is still wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.functional import Promise

from frontend.common import parsing
from frontend.common.cookies import Place
from frontend.shop.commune import Commune
from orders.checkout.payment_options import PaymentOption, PaymentRecipient, payment_options
from orders.checkout.queries.checkout_view import CheckoutView, SellerGroupView, checkout_view
from orders.models import PAID_IN_CASH
from places.models import Address
from places.queries import UnitMatch
from shipping.models import Carrier
from shipping.quotes.queries import Quote

LIMITS = {"buyer_name": 200, "phone": 40, "email": 300, "street": 300, "note": 400}  # what services say more about


@dataclass(frozen=True)
class Way:
    """How one seller's goods could travel, and which way is picked on the page."""

    group: SellerGroupView
    picked: Quote | None
    lost: bool  # the picked way does not reach the commune now named

    @property
    def name(self) -> str:
        return f"delivery_{self.group.seller_id}"

    @property
    def recipient(self) -> PaymentRecipient:
        """The seller as someone who is paid, for the way that is picked."""
        amount = self.group.goods_total + (self.picked.price if self.picked else 0)
        return replace(self.group.recipient, carrier=self.picked.carrier if self.picked else None, amount=amount)


@dataclass
class Sheet:
    view: CheckoutView
    values: dict[str, str]
    picks: dict[int, int]  # method by seller, as far as the buyer picked
    commune: Commune | None = None
    matches: list[UnitMatch] = field(default_factory=list)
    errors: dict[str, str | Promise] = field(default_factory=dict)
    consent: str = ""  # the policy version whose box is ticked

    @property
    def known_place(self) -> Place | None:
        """The commune of the address that is saved."""
        address = self.view.address
        return Place(address.unit_id, commune_label(address)) if address else None

    @property
    def ways(self) -> list[Way]:
        """Of each seller; without a commune nothing is picked by itself, for fetching must be meant."""
        ways = []
        for group in self.view.groups:
            pick = self.picks.get(group.seller_id)
            picked = next((quote for quote in group.quotes if quote.method_id == pick), None)
            lost = pick is not None and picked is None
            if pick is None and self.commune and group.quotes:
                picked = group.quotes[0]
            ways.append(Way(group, picked, lost))
        return ways

    @property
    def fetches_all(self) -> bool:
        return all(way.picked and way.picked.carrier == Carrier.PICKUP for way in self.ways)

    @cached_property
    def payments(self) -> list[PaymentOption]:
        """The ways to pay for what is picked on the page; of cash at least one, be it that no seller takes it."""
        choices = payment_options([way.recipient for way in self.ways])
        cash = [choice for choice in choices if choice.method in PAID_IN_CASH]
        shown = [choice for choice in cash if not choice.is_final] or cash[:1]
        return [choice for choice in choices if choice not in cash or choice in shown]

    @property
    def payment_method(self) -> str:
        """The one that is ticked: the buyer's, where no seller refuses it; else the first that is possible."""
        preferred = self.values["payment_method"]
        open_ones = [choice for choice in self.payments if not choice.is_final]
        if any(choice.method == preferred for choice in open_ones):
            return preferred
        return next((choice.method for choice in open_ones if choice.allowed), "")

    @property
    def travel_total(self) -> int | None:
        """Đồng of all deliveries; None while one is not picked."""
        ways = self.ways
        return sum(way.picked.price for way in ways if way.picked) if all(way.picked for way in ways) else None

    @property
    def total(self) -> int:
        return self.view.goods_total + (self.travel_total or 0)

    @property
    def error_links(self) -> list[tuple[str, str | Promise]]:
        """The summary on top: where each correction is to be made, and its words."""
        places = {name: "cach-giao" for name in self.errors if name.startswith("delivery_")} | {"commune": "xa"}
        return [(places.get(name, f"o-{name}"), text) for name, text in self.errors.items()]

    @property
    def first_error(self) -> str | None:
        return next((name for name in _ORDER if name in self.errors), next(iter(self.errors), None))


_ORDER = ("buyer_name", "phone", "email", "commune", "street", "giao", "payment_method", "note", "consent")


def commune_label(address: Address) -> str:
    """ "Xã Mỹ Thọ, Đồng Tháp", as places.queries.unit_labels says it, of the saved address."""
    unit = address.unit
    return ", ".join(part for part in (unit.full_name, unit.parent.name if unit.parent else "") if part)


def blank(view: CheckoutView, place: Place | None) -> Sheet:
    """The sheet as the checkout stands; the commune that the browser knows where no address is saved."""
    address = view.address
    sheet = Sheet(
        view=view,
        values={
            "buyer_name": view.buyer_name,
            "phone": view.phone,
            "email": view.email,
            "note": view.note,
            "street": address.street if address else "",
            "commune": commune_label(address) if address else place.label if place else "",
            "payment_method": view.payment_method,
        },
        picks={g.seller_id: g.delivery.method_id for g in view.groups if g.delivery and g.chosen_by_buyer},
        consent=view.policy_version if view.consented else "",
    )
    if address:
        sheet.commune = Commune(address.unit_id, commune_label(address), address.old_unit_id)
    elif place:
        sheet.commune = Commune(place.unit_id, place.label)
        sheet.view = checkout_view(view.id, unit_id=place.unit_id)
    return sheet


def typed_in(view: CheckoutView, form: Mapping[str, str]) -> Sheet:
    """The sheet as a buyer sent it."""
    values = {name: parsing.short(form.get(name), limit) for name, limit in LIMITS.items()}
    values |= {
        "commune": parsing.short(form.get("commune")),
        "payment_method": parsing.short(form.get("payment_method"), 10),
    }
    sent = {group.seller_id: parsing.whole(form.get(f"delivery_{group.seller_id}")) for group in view.groups}
    picks = {seller_id: method_id for seller_id, method_id in sent.items() if method_id is not None}
    return Sheet(view=view, values=values, picks=picks, consent=parsing.short(form.get("consent"), 20))
