"""Seed the whole pilot, step by step: people, sellers, products, and the sample sales of the last months."""

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
from demo_data.api_keys import ensure_keys
from demo_data.banks import notify_unmatched_transfer, seed_bank_account, seed_operator_bank_account
from demo_data.content import ProductRow, SellerRow
from demo_data.payouts import plan_payouts
from demo_data.people import PILOT_COMMUNE, seed_manager, seed_people
from demo_data.pos_sales import plan_pos_sales
from demo_data.products import (
    Pictures,
    missing,
    pictures_of,
    seed_categories,
    seed_certificate,
    seed_declaration,
    seed_product,
)
from demo_data.sales import Market, start_sale
from demo_data.sales_plan import FAR, NEAR, past_sales
from demo_data.sellers import seed_member, seed_seller
from demo_data.settlement import seed_settlement_file
from demo_data.taxes import plan_taxes
from demo_data.timeline import Timeline
from demo_data.today import seed_recent_sales
from orders.models import Order
from places.models import Level, Unit
from places.queries import valid_on

WriteLine = Callable[[str], object]
OPENED = datetime(2026, 4, 1, 9, tzinfo=clock.VIETNAM)  # when the sample shops opened

IN_DOUBT = "htx-mau-my-tho"  # whose manager finds an unmatched transfer


def seed_pilot(write: WriteLine = lambda line: None, between: Callable[[], None] = lambda: None) -> None:
    """Create what is missing; existing rows are not changed. Safe to run again at any time.

    Units and definitions of indicators must be loaded before.

    `between` is called between the steps of the past and may raise: then all of them are rolled back.
    """
    now = clock.now()
    opened = min(OPENED, now)
    rows = {row.key: row for row in content.sellers()}
    products = content.products()
    lacking = missing(products, rows)
    with pictures_of(lacking) as pictures, time_travel.travel_to(opened):
        people = seed_people()
        ensure_keys()
        sellers = _load_sellers(rows.values(), people, write)
        _load_goods(lacking, sellers, pictures)
    write(f"Sản phẩm: thêm {len(lacking)}, có {len(products)}; ảnh minh họa: {len(pictures)}.")
    market = _market(rows, products, sellers)
    _load_papers(rows, products, market, people, opened)
    _load_sales(rows, products, market, sellers, people, opened, now, write, between)


def _load_sellers(rows: Iterable[SellerRow], people: Mapping[str, User], write: WriteLine) -> dict[str, Seller]:
    sellers: dict[str, Seller] = {}
    added = 0
    for row in rows:
        sellers[row.key], is_new = seed_seller(row, people)
        added += is_new
        if row.is_sample:
            seed_manager(row, sellers[row.key], people)
            seed_bank_account(row, sellers[row.key])
    for row in rows:
        seed_member(row, sellers)
    seed_operator_bank_account()
    write(f"Người bán: thêm {added}, có {len(sellers)}.")
    return sellers


def _load_goods(lacking: Iterable[ProductRow], sellers: Mapping[str, Seller], pictures: Pictures) -> None:
    categories = seed_categories(content.categories())
    for row in lacking:
        seed_product(row, sellers[row.seller], categories, pictures)


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
            seed_certificate(row.certificate, market.products[row.key], officer, opened)
        if row.own_produce:
            with time_travel.travel_to(opened):
                seed_declaration(row.own_produce, market.products[row.key], officer)


@transaction.atomic
def _load_sales(
    rows: Mapping[str, SellerRow],
    products: Sequence[ProductRow],
    market: Market,
    sellers: Mapping[str, Seller],
    people: Mapping[str, User],
    opened: datetime,
    now: datetime,
    write: WriteLine,
    between: Callable[[], None],
) -> None:
    """The whole past or none of it; once."""
    if Order.objects.filter(is_sample=True).exists():
        return
    sales = list(past_sales(list(rows.values()), products, since=opened, now=now))
    line = Timeline(between)
    plan_payouts(line, sellers, people, since=opened, now=now)
    plan_taxes(line, people, since=opened)
    pos_sales = plan_pos_sales(line, rows, sellers, market.managers, since=opened, now=now)
    for number, sale in enumerate(sales, 1):
        line.at(sale.placed_at, partial(start_sale, line, sale, market, number=number))
    line.run(until=now)
    recent = seed_recent_sales(market, products, people, now)
    notify_unmatched_transfer(sellers[IN_DOUBT], 135_000)
    _restock(products, market)
    write(
        f"Đơn hàng mẫu: {len(sales)} đơn của các tháng trước, {recent} đơn mấy ngày nay; bán tại chợ {pos_sales} lần."
    )
    write(f"Tệp đối soát mẫu của VNPay: {seed_settlement_file(people['operator'], now)} dòng.")


def _restock(products: Iterable[ProductRow], market: Market) -> None:
    """Set today's stock to that of the content."""
    for product in products:
        for pack in product.variants:
            variant = market.variants[product.key, pack.name]
            variant.refresh_from_db(fields=["on_hand", "reserved"])
            if variant.on_hand != max(pack.on_hand, variant.reserved):
                adjust_stock(variant_id=variant.pk, on_hand=max(pack.on_hand, variant.reserved), actor=None)
