"""Plans the sample sales: the same for the same day, more each month."""

import random
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from catalog.validation import VariantInput
from core import clock
from demo_data.content import ProductRow, SellerRow

MONTHS = 7  # the current one included
ORDERS = (8, 10, 13, 16, 19, 23, 28)  # of each full month, oldest first
CASH_PERCENT = (46, 40, 35, 29, 24, 18, 13)  # of orders, where the seller takes cash
DIRECT_PERCENT = (0, 0, 10, 20, 30, 40, 45)  # of orders paid ahead: by VietQR into the seller's own account
ON_DELIVERY_PERCENT = 20  # of orders brought by sellers who take cash then
BUSY = {"htx-mau-my-tho": 12, "ho-mau-1": 8, "ho-mau-2": 7, "ho-mau-4": 6, "ho-mau-3": 5, "co-so-mau-my-hoi": 5}
QUIET = 2  # the weight of all others

BUYERS = 48
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
_GIVEN_NAMES = ("Mẫu An", "Mẫu Bình", "Mẫu Chi", "Mẫu Dung", "Mẫu Em", "Mẫu Giang", "Mẫu Hạnh", "Mẫu Khoa")
NEAR = ("30076", "30112", "29869", "29905", "28261", "30037", "30208", "28360")  # communes of Đồng Tháp
FAR = ("26743", "31135", "00070", "26740", "27694", "20242", "30307", "28789")  # cities and a neighbour beyond it


@dataclass(frozen=True)
class Buyer:
    name: str
    phone: str


@dataclass(frozen=True)
class Piece:
    """A quantity of one variant."""

    product: ProductRow
    pack: VariantInput
    quantity: int


@dataclass(frozen=True)
class Sale:
    """One checkout: time, buyer, lines, destination (None: pickup), and when the seller confirmed and fulfilled."""

    placed_at: datetime
    buyer: Buyer
    pieces: list[Piece]
    commune: str | None
    method: str  # orders.PaymentMethod
    confirmed_at: datetime | None
    fulfilled_at: datetime | None


def past_sales(
    sellers: Sequence[SellerRow], products: Sequence[ProductRow], *, since: datetime, now: datetime
) -> Iterator[Sale]:
    """Every sale between `since` and three days before `now`, month by month. The real cooperative has none."""
    chance = random.Random(2026)  # noqa: S311 - the same every time is what is wanted
    method_chance = random.Random(247)  # noqa: S311 - payment methods, drawn separately: the goods do not depend on them
    shops = [seller for seller in sellers if seller.is_sample and seller.verified]
    takers = {seller.key for seller in shops if seller.cash_on_delivery}
    for index, month in enumerate(_months(clock.local(now).date())):
        first, end = clock.month_span(month)
        for _ in range(ORDERS[index]):
            placed_at = first + (end - first) * chance.random()
            placed_at = datetime.combine(
                clock.local(placed_at).date(), time(chance.randint(6, 21), chance.randint(0, 59)), tzinfo=clock.VIETNAM
            )
            sale = _sale(chance, shops, products, placed_at, CASH_PERCENT[index])
            if sale and sale.method != "cash":
                sale = replace(sale, method=_method(method_chance, sale, takers, DIRECT_PERCENT[index]))
            if sale and since < placed_at < now - timedelta(days=3):
                yield _until(sale, now)


def buyer(number: int) -> Buyer:
    """A sample buyer with a sample number."""
    name = f"{_FAMILY[number % len(_FAMILY)]} {_GIVEN_NAMES[number % len(_GIVEN_NAMES)]}"
    return Buyer(name, f"09000002{number:02d}")


def _months(today: date) -> list[date]:
    months = [today.replace(day=1)]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[::-1]


def _sale(
    chance: random.Random,
    shops: Sequence[SellerRow],
    products: Sequence[ProductRow],
    at: datetime,
    cash_percent: int,
) -> Sale | None:
    seller = chance.choices(shops, [BUSY.get(shop.key, QUIET) for shop in shops])[0]
    cash = chance.randint(1, 100) <= cash_percent and seller.cash_at_pickup
    others = [shop for shop in shops if shop.reach == "country" and shop.key != seller.key]
    second = [chance.choice(others)] if not cash and seller.reach == "country" and chance.random() < 0.12 else []
    pieces = [piece for shop in [seller, *second] for piece in _pieces(chance, shop, products, at.month)]
    fetched = cash or seller.reach == "pickup"
    near = seller.reach == "province" or chance.random() < 0.6
    commune = None if fetched else chance.choice(NEAR if near else FAR)
    confirmed_at = at + timedelta(minutes=chance.randint(20, 20 * 60))
    wait = max((piece.product.days_to_ship for piece in pieces), default=1)
    fulfilled_at = confirmed_at + timedelta(days=wait, minutes=chance.randint(0, 600))
    who = buyer(chance.randrange(BUYERS))
    method = "cash" if cash else "vnpay"
    return Sale(at, who, pieces, commune, method, confirmed_at, fulfilled_at) if pieces else None


def _method(method_chance: random.Random, sale: Sale, takers: Set[str], direct_percent: int) -> str:
    """The payment method, if not cash at pickup: `takers` are the sellers who accept cash on delivery."""
    on_delivery, direct_share = method_chance.randint(1, 100), method_chance.randint(1, 100)
    taken = all(piece.product.seller in takers for piece in sale.pieces)
    if sale.commune and taken and on_delivery <= ON_DELIVERY_PERCENT:
        return "cod"
    return "vietqr" if direct_share <= direct_percent else "vnpay"


def _pieces(chance: random.Random, seller: SellerRow, products: Sequence[ProductRow], month: int) -> list[Piece]:
    """One or two seasonal products of a seller, expensive packs one at a time."""
    in_season = [
        product
        for product in products
        if product.seller == seller.key and (not product.season_months or month in product.season_months)
    ]
    selection = chance.sample(in_season, min(len(in_season), chance.choice((1, 1, 2))))
    packs = [(product, chance.choice(product.variants)) for product in selection]
    return [Piece(product, pack, 1 if pack.price >= 200_000 else chance.randint(1, 3)) for product, pack in packs]


def _until(sale: Sale, now: datetime) -> Sale:
    """None for times in the future."""
    confirmed_at, fulfilled_at = sale.confirmed_at, sale.fulfilled_at
    return Sale(
        sale.placed_at,
        sale.buyer,
        sale.pieces,
        sale.commune,
        sale.method,
        confirmed_at if confirmed_at and confirmed_at < now else None,
        fulfilled_at if fulfilled_at and fulfilled_at < now else None,
    )
