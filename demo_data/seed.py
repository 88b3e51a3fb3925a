"""Bring the whole pilot in, step by step: people, sellers, goods, and the sample sales of the last months."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from catalog.models import Product, Variant
from catalog.stock.services.adjust_stock import adjust_stock
from cooperatives.models import Seller
from core import clock
from demo_data import content, time_travel
from demo_data.api_keys import load_keys
from demo_data.banks import load_bank, load_operators_bank, tell_in_doubt
from demo_data.content import ProductRow, SellerRow
from demo_data.counter_sales import plan_stalls
from demo_data.payouts import plan_payouts
from demo_data.people import PILOT_COMMUNE, load_manager, load_people
from demo_data.products import (
    Pictures,
    load_certificate,
    load_declaration,
    load_product,
    load_shelves,
    missing,
    pictures_of,
)
from demo_data.sales import Market, begin
from demo_data.sales_plan import FAR, NEAR, past_sales
from demo_data.sellers import load_member, load_seller
from demo_data.settlement import load_settlement
from demo_data.taxes import plan_taxes
from demo_data.timeline import Timeline
from demo_data.today import play_today
from orders.models import Order
from places.models import Level, Unit
from places.queries import valid_on

Say = Callable[[str], object]
OPENED = datetime(2026, 4, 1, 9, tzinfo=clock.VIETNAM)  # when the sample shops opened

IN_DOUBT = "htx-mau-my-tho"  # whose manager finds a transfer that fitted nothing


def seed_pilot(say: Say = lambda line: None, between: Callable[[], None] = lambda: None) -> None:
    """Load what is missing; what exists stays as people left it. Safe to run again at any time.

    Units and definitions of indicators are there before.

    `between` is called between the steps of the past and may raise: then none of it has happened.
    """
    now = clock.now()
    opened = min(OPENED, now)
    rows = {row.key: row for row in content.sellers()}
    products = content.products()
    lacking = missing(products, rows)
    with pictures_of(lacking) as pictures, time_travel.travel_to(opened):
        people = load_people()
        load_keys()
        sellers = _load_sellers(rows.values(), people, say)
        _load_goods(lacking, sellers, pictures)
    say(f"Sản phẩm: thêm {len(lacking)}, có {len(products)}; ảnh minh họa: {len(pictures)}.")
    market = _market(rows, products, sellers)
    _load_papers(rows, products, market, people, opened)
    _load_sales(rows, products, market, sellers, people, opened, now, say, between)


def _load_sellers(rows: Iterable[SellerRow], people: Mapping[str, User], say: Say) -> dict[str, Seller]:
    sellers: dict[str, Seller] = {}
    added = 0
    for row in rows:
        sellers[row.key], is_new = load_seller(row, people)
        added += is_new
        if row.is_sample:
            load_manager(row, sellers[row.key], people)
            load_bank(row, sellers[row.key])
    for row in rows:
        load_member(row, sellers)
    load_operators_bank()
    say(f"Người bán: thêm {added}, có {len(sellers)}.")
    return sellers


def _load_goods(lacking: Iterable[ProductRow], sellers: Mapping[str, Seller], pictures: Pictures) -> None:
    shelves = load_shelves(content.shelves())
    for row in lacking:
        load_product(row, sellers[row.seller], shelves, pictures)


def _market(rows: Mapping[str, SellerRow], products: Sequence[ProductRow], sellers: dict[str, Seller]) -> Market:
    known = {(product.seller_id, product.name): product for product in Product.objects.select_related("seller")}
    by_key = {row.key: known[sellers[row.seller].pk, row.name] for row in products}
    keys = {product.pk: key for key, product in by_key.items()}
    packs = {(keys[v.product_id], v.name): v for v in Variant.objects.filter(product__in=keys)}
    managers = {
        seller.pk: seller.memberships.select_related("user").earliest("pk").user
        for key, seller in sellers.items()
        if rows[key].is_sample
    }
    communes = Unit.objects.filter(valid_on(), level=Level.COMMUNE, code__in=[*NEAR, *FAR])
    return Market(managers, dict(communes.values_list("code", "pk")), by_key, packs)


def _load_papers(
    rows: Mapping[str, SellerRow],
    products: Iterable[ProductRow],
    market: Market,
    people: Mapping[str, User],
    opened: datetime,
) -> None:
    for row in products:
        officer = people["commune" if rows[row.seller].commune == PILOT_COMMUNE else "province"]
        if row.certificate:
            load_certificate(row.certificate, market.products[row.key], officer, opened)
        if row.own_produce:
            with time_travel.travel_to(opened):
                load_declaration(row.own_produce, market.products[row.key], officer)


@transaction.atomic
def _load_sales(
    rows: Mapping[str, SellerRow],
    products: Sequence[ProductRow],
    market: Market,
    sellers: Mapping[str, Seller],
    people: Mapping[str, User],
    opened: datetime,
    now: datetime,
    say: Say,
    between: Callable[[], None],
) -> None:
    """All of the past or none of it; once."""
    if Order.objects.filter(is_sample=True).exists():
        return
    sales = list(past_sales(list(rows.values()), products, since=opened, now=now))
    line = Timeline(between)
    plan_payouts(line, sellers, people, since=opened, now=now)
    plan_taxes(line, people, since=opened)
    stalls = plan_stalls(line, rows, sellers, market.managers, since=opened, now=now)
    for number, sale in enumerate(sales, 1):
        line.at(sale.placed_at, partial(begin, line, sale, market, number=number))
    line.run(until=now)
    recent = play_today(market, products, people, now)
    tell_in_doubt(sellers[IN_DOUBT], 135_000)
    _fill_shelves(products, market)
    say(f"Đơn hàng mẫu: {len(sales)} đơn của các tháng trước, {recent} đơn mấy ngày nay; bán tại chợ {stalls} lần.")
    say(f"Tệp đối soát mẫu của VNPay: {load_settlement(people['operator'], now)} dòng.")


def _fill_shelves(products: Iterable[ProductRow], market: Market) -> None:
    """After the past, the shelves hold what the content says they hold today."""
    for product in products:
        for pack in product.variants:
            variant = market.variants[product.key, pack.name]
            variant.refresh_from_db(fields=["on_hand", "reserved"])
            if variant.on_hand != max(pack.on_hand, variant.reserved):
                adjust_stock(variant_id=variant.pk, on_hand=max(pack.on_hand, variant.reserved), actor=None)
