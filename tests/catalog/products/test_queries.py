"""Reads of the catalog: visibility, exact cards and pages, a fixed number of SQL statements."""

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from catalog import integrity
from catalog.media.services.add_photo import add_photo
from catalog.models import Product, Variant
from catalog.products.filters import Filters
from catalog.products.listing import price_per_kg
from catalog.products.queries import (
    category_summaries,
    product_cards,
    product_page,
    season_and_newest_cards,
    seller_products,
    variants_for_sale,
    visible_to,
)
from cooperatives.models import CooperativeMember, SellerMembership
from core import clock
from tests import factories
from tests.catalog.media import pictures

pytestmark = pytest.mark.django_db


def test_card_has_price_seller_and_stock(units, media):
    seller = factories.make_seller(name="HTX mẫu Mỹ Thọ")
    category = factories.make_category(name="Trái cây")
    lead = factories.make_product(
        name="Xoài cát Chu",
        seller=seller,
        category=category,
        price=245_000,
        stock=3,
        days_to_ship=2,
        season_months=[3, 4],
    )
    dear = factories.make_variant(lead.product, price=470_000, stock=7)
    photo = add_photo(
        product_id=lead.product_id, file=pictures.upload(pictures.encoded(pictures.plain(700, 500))), actor=None
    )
    (card,) = product_cards()
    assert (card.id, card.slug, card.name, card.pack) == (lead.product_id, "xoai-cat-chu", "Xoài cát Chu", lead.name)
    assert (card.variant_id, card.price, card.price_per_kg) == (lead.pk, 245_000, 245_000)
    assert (card.packs, card.available, card.stars, card.is_sample) == (2, 10, None, False)
    assert (card.seller_id, card.seller_name, card.seller_place) == (seller.pk, "HTX mẫu Mỹ Thọ", "Xã Mỹ Thọ")
    assert (card.category_name, card.season_months, card.ships_text) == ("Trái cây", [3, 4], "Gửi sau 2 ngày")
    assert card.photo.src == f"/media/{photo.key}-640.jpg"
    assert card.photo.srcset_webp == ", ".join(f"/media/{photo.key}-{w}.webp {w}w" for w in (320, 640, 700))
    assert (card.photo.width, card.photo.height, card.photo.colour) == (700, 500, photo.colour)
    Variant.objects.filter(pk=lead.pk).update(on_hand=0)
    (card,) = product_cards()
    assert (card.variant_id, card.price, card.available) == (dear.pk, 470_000, 7)  # available products first


@pytest.mark.parametrize(
    ("price", "net_g", "expected"),
    [(245_000, 5_000, 49_000), (100_000, 3_000, 33_333), (50_000, 300, 166_667), (1, None, None), (1, 0, None)],
)
def test_price_per_kilogram_is_rounded(price, net_g, expected):
    assert price_per_kg(price, net_g) == expected


def test_cards_are_read_in_one_statement(units, django_assert_num_queries):
    seller, category = factories.make_seller(), factories.make_category()
    for _ in range(6):
        factories.make_product(seller=seller, category=category)
    with django_assert_num_queries(1):
        assert len(product_cards(limit=5)) == 5


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("price", ["B", "A", "C"]), ("-price", ["C", "A", "B"]), ("name", ["A", "B", "C"]), ("new", ["C", "B", "A"])],
)
def test_list_is_sorted_as_requested(units, sort, expected):
    seller = factories.make_seller()
    for name, price in (("A", 2_000), ("B", 1_000), ("C", 3_000)):
        factories.make_product(name=name, price=price, seller=seller)
    assert [card.name for card in product_cards(sort=sort)] == expected


def test_season_follows_the_month_in_vietnam(units):
    march = factories.make_product(name="Xoài", season_months=[3]).product
    factories.make_product(name="Khô")  # available all year: not seasonal
    with time_machine.travel("2026-02-28T17:00:00Z", tick=False):  # 1 March there
        assert [card.id for card in product_cards(Filters(in_season=True))] == [march.pk]
    with time_machine.travel("2026-02-28T16:59:59Z", tick=False):
        assert product_cards(Filters(in_season=True)) == []


def test_product_page_is_read_in_two_statements(units, media, django_assert_num_queries):
    variant = factories.make_product(stock=4, description="Một.\n\nHai.")
    hidden = factories.make_variant(variant.product, stock=9)
    Variant.objects.filter(pk=hidden.pk).update(is_active=False)
    add_photo(
        product_id=variant.product_id, file=pictures.upload(pictures.encoded(pictures.plain())), actor=None, alt="Ảnh"
    )
    with django_assert_num_queries(2):
        page = product_page(variant.product_id)
        assert page.product.seller.address.unit.parent.name == "Đồng Tháp"
        assert page.product.category.name
    assert [pack.id for pack in page.packs] == [variant.pk]
    assert (page.available, page.stars, page.photos[0].alt, page.ships_text) == (4, None, "Ảnh", "Gửi sau 1 ngày")
    assert product_page(10**9) is None


def _people(product, units) -> dict[str, tuple]:
    """{who: (user, whether they see a product that is not on sale)}"""
    staff, manager = factories.make_user(), factories.make_user()
    SellerMembership.objects.create(user=staff, seller=product.seller, role="staff")
    helper = factories.make_seller(manager=manager)
    CooperativeMember.objects.create(
        cooperative=helper,
        household=product.seller,
        joined_on=clock.today(),
        consent_given_at=clock.now(),
        consent_evidence="Phiếu số 1",
    )
    return {
        "guest": (AnonymousUser(), False),
        "nobody": (None, False),
        "buyer": (factories.make_user(), False),
        "staff": (staff, True),
        "manager with consent": (manager, True),
        "officer here": (factories.make_officer("commune", units["30076"]), True),
        "officer elsewhere": (factories.make_officer("commune", units["30112"]), False),
        "province": (factories.make_officer("province", units["82"]), True),
        "other province": (factories.make_officer("province", units["79"]), False),
        "operator": (factories.make_officer("operator"), True),
    }


@pytest.mark.parametrize(
    "hide",
    [
        lambda product: Product.objects.update(is_published=False),
        lambda product: Variant.objects.update(is_active=False) and Product.objects.update(price_from=None),
        lambda product: (
            type(product.seller).objects.filter(pk=product.seller_id).update(verified_at=None, verified_by=None)
        ),
    ],
    ids=["withdrawn", "nothing to buy", "seller not verified"],
)
def test_hidden_product_is_visible_to_its_seller_and_officials(units, hide):
    product = factories.make_product().product
    people = _people(product, units)
    assert all(visible_to(user).filter(pk=product.pk).exists() for user, _sees in people.values())
    hide(product)
    seen = {who: visible_to(user).filter(pk=product.pk).exists() for who, (user, _sees) in people.items()}
    assert seen == {who: sees for who, (_user, sees) in people.items()}
    assert product_page(product.pk) is None
    assert product_page(product.pk, user=people["staff"][0]).product == product
    assert product_page(product.pk, user=people["buyer"][0]) is None
    assert product_cards() == []


def test_season_and_newest_are_read_in_one_statement(units, django_assert_num_queries):
    ripe, _sold_out = factories.make_product(season_months=[3]), factories.make_product(season_months=[3], stock=0)
    newer = [factories.make_product().product_id for _ in range(3)]
    with time_machine.travel("2026-03-15T05:00:00Z", tick=False), django_assert_num_queries(1):
        season, newest = season_and_newest_cards(season=2, newest=2)
    assert ([card.id for card in season], [card.id for card in newest]) == ([ripe.product_id], newer[:0:-1])
    with time_machine.travel("2026-04-15T05:00:00Z", tick=False):
        assert season_and_newest_cards(season=2, newest=4)[0] == []


def test_category_has_products_if_one_is_on_sale(units, django_assert_num_queries):
    full, empty = factories.make_category(name="Trái cây"), factories.make_category(name="Thủ công", ocop_group=4)
    factories.make_product(category=full)
    factories.make_product(category=full)
    factories.make_product(category=empty, is_published=False)
    with django_assert_num_queries(1):
        assert [(category.name, category.has_products) for category in category_summaries()] == [
            ("Trái cây", True),
            ("Thủ công", False),
        ]


def test_variants_of_a_cart_are_read_in_one_statement(units, django_assert_num_queries):
    first, second = factories.make_product(price=1_000), factories.make_product(price=2_000, is_published=False)
    with django_assert_num_queries(1):
        variants = variants_for_sale([first.pk, second.pk, 10**9])
    assert {pk: (one.price, one.on_sale) for pk, one in variants.items()} == {
        first.pk: (1_000, True),
        second.pk: (2_000, False),
    }
    assert variants[first.pk].seller_id == first.product.seller_id


def test_seller_list_has_hidden_products_in_four_statements(units, django_assert_num_queries):
    seller = factories.make_seller()
    for published in (True, False):
        factories.make_product(seller=seller, is_published=published)
    with django_assert_num_queries(4):
        listed = list(seller_products(seller))
        assert [len(product.packs) for product in listed] == [1, 1]
        assert [product.packs[0].free for product in listed] == [10, 10]
        assert [product.is_published for product in listed] == [False, True]


def test_stock_mismatches_are_reported(units):
    variant = factories.make_product()
    checks = [
        integrity.reserved_equals_active_reservations,
        integrity.stock_equals_movements,
        integrity.sold_equals_committed_reservations,
    ]
    assert [check().problems for check in checks] == [[], [], []]
    Variant.objects.update(on_hand=12, reserved=2)
    assert integrity.reserved_equals_active_reservations().problems == [
        f"variant {variant.pk}: reserved 2, active reservations 0"
    ]
    assert integrity.stock_equals_movements().problems == [f"variant {variant.pk}: on hand 12, movements 10"]
    variant.reservations.create(holder_ref="order:1", quantity=2, state="committed")
    assert integrity.sold_equals_committed_reservations().problems == [
        f"order:1, variant {variant.pk}: committed, moved 0"
    ]
