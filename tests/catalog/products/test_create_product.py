"""Creating a product: valid input is stored exactly, invalid input is refused with a message and writes nothing."""

from dataclasses import replace

import pytest
from django.core.files.storage import default_storage

from accounts.models import AuditEntry
from catalog import validation
from catalog.models import Photo, Product, StockMovement, Variant
from catalog.products.services.create_product import create_product
from catalog.validation import VariantInput
from core.errors import DomainError, Forbidden
from tests import factories
from tests.catalog.media import pictures

pytestmark = pytest.mark.django_db
PACK = VariantInput("Thùng 5 kg", 245_000, 5_400, 5_000, 40)


def create(**changes) -> Product:
    fields = {
        "seller": factories.make_seller(),
        "category_id": factories.make_category(name="Trái cây").pk,
        "name": "Xoài cát Chu",
        "variants": [PACK],
        "actor": None,
    } | changes
    return create_product(**fields)


def test_product_is_created_with_all_fields(media):
    seller, category = factories.make_seller(name="HTX mẫu Mỹ Thọ"), factories.make_category(name="Trái cây")
    product = create_product(
        seller=seller,
        category_id=category.pk,
        name="  Xoài cát   Chu ",
        summary="Ngọt, thơm.",
        description="Hái chín cây.\r\n\r\n\r\n\r\nGiao trong ngày. ",
        origin="Vườn xoài ấp Mỹ Thới",
        storage="Để nơi mát 5 ngày",
        season_months=[5, 3, 4, 4],
        days_to_ship=2,
        variants=[PACK, VariantInput("Thùng 10 kg", 470_000, 10_600, 10_000, 0)],
        photos=[pictures.upload(pictures.encoded(pictures.plain(700, 700)))],
        publish=True,
        actor=None,
    )
    assert (product.name, product.slug, product.name_fold) == ("Xoài cát Chu", "xoai-cat-chu", "xoai cat chu")
    assert product.description == "Hái chín cây.\n\nGiao trong ngày."
    assert (product.season_months, product.price_from, product.is_published) == ([3, 4, 5], 245_000, True)
    assert product.search_fold == "trai cay htx mau mi tho mi tho ngot thom vuon xoai ap mi thoi"
    assert product.search_exact == "xoài cát chu trái cây htx mẫu mỹ thọ mỹ thọ ngọt thơm vườn xoài ấp mỹ thới"
    packs = list(
        product.variants.values_list("name", "price", "weight_g", "net_weight_g", "on_hand", "reserved", "sku")
    )
    assert packs == [
        ("Thùng 5 kg", 245_000, 5_400, 5_000, 40, 0, f"{product.pk}-1"),
        ("Thùng 10 kg", 470_000, 10_600, 10_000, 0, 0, f"{product.pk}-2"),
    ]
    assert list(StockMovement.objects.values_list("delta", "reason", "ref")) == [(40, "adjustment", "system")]
    photo = product.photos.get()
    assert (photo.alt, photo.widths, photo.is_illustration) == ("Xoài cát Chu", [320, 640, 700], False)
    assert default_storage.exists(f"{photo.key}-700.webp")
    assert AuditEntry.objects.get().action == "product.create"


def test_names_with_the_same_fold_get_distinct_slugs():
    seller = factories.make_seller()
    slugs = [create(seller=seller, name=name).slug for name in ("Dừa", "Dứa", "Dưa", "!Ổi-")]
    assert slugs == ["dua", "dua-2", "dua-3", "oi"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "…—!"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "x" * 10_000_000}, "name"),
        ({"summary": "a" * 201}, "summary"),
        ({"description": "<script>alert(1)</script>"}, "description"),
        ({"description": "Ngon <img src=x onerror=alert(1)>"}, "description"),
        ({"description": "\n" * 10_000_000}, "description"),
        ({"name": "ㅤ"}, "name"),
        ({"name": "\u2800\u200b"}, "name"),
        ({"origin": "<b>vườn</b>"}, "origin"),
        ({"season_months": [0]}, "season_months"),
        ({"season_months": [13]}, "season_months"),
        ({"days_to_ship": -1}, "days_to_ship"),
        ({"category_id": 10**9}, "category_id"),
        ({"variants": []}, "variants"),
        ({"variants": [PACK] * 21}, "variants"),
        ({"variants": [PACK, replace(PACK, name="THÙNG 5 kg")]}, "variants"),
        ({"variants": [replace(PACK, name=" ")]}, "variants"),
        ({"variants": [replace(PACK, price=0)]}, "price"),
        ({"variants": [replace(PACK, price=-1)]}, "price"),
        ({"variants": [replace(PACK, price=2**63)]}, "price"),
        ({"variants": [replace(PACK, weight_g=-1)]}, "weight_g"),
        ({"variants": [replace(PACK, net_weight_g=0)]}, "net_weight_g"),
        ({"variants": [replace(PACK, net_weight_g=5_401)]}, "net_weight_g"),
        ({"variants": [replace(PACK, on_hand=-1)]}, "on_hand"),
        ({"variants": [replace(PACK, on_hand=10**12)]}, "on_hand"),
        ({"photos": [pictures.upload(b"%PDF-1.7 hello", "hoa-don.jpg")]}, "photos"),
        ({"photos": [pictures.upload(pictures.encoded(pictures.plain()))] * 9}, "photos"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_invalid_input_is_refused_under_its_field_and_creates_nothing(media, changes, field):
    with pytest.raises(DomainError) as refusal:
        create(**changes)
    assert refusal.value.field == field
    assert str(refusal.value)
    for model in (Product, Variant, StockMovement, Photo, AuditEntry):
        assert not model.objects.exists()
    assert not list(media.iterdir())


def test_invalid_second_photo_creates_nothing(media):
    good = pictures.upload(pictures.encoded(pictures.plain()))
    with pytest.raises(DomainError):
        create(photos=[good, pictures.upload(b"GIF89a")])
    assert not Product.objects.exists()
    assert not list(media.iterdir())


def test_prices_and_names_at_their_limits_are_accepted():
    product = create(name="x" * 120, variants=[replace(PACK, price=validation.MAX_PRICE, on_hand=1_000_000)])
    assert (len(product.name), product.price_from) == (120, 1_000_000_000)


def test_name_that_grows_when_folded_is_accepted():
    assert create(name="ﬃ" * 120).name == "ﬃ" * 120


def test_stranger_may_not_create_a_product():
    with pytest.raises(Forbidden):
        create(actor=factories.make_user())
    assert not Product.objects.exists()


def test_invisible_characters_are_removed_and_emoji_kept(media):
    product = create(name="\ufeffXoài 👩‍🌾\u200b nhà\x00 trồng\u202e", description="gia đình 👨‍👩‍👧\r\ntrồng\u2066")
    assert (product.name, product.slug) == ("Xoài 👩‍🌾 nhà trồng", "xoai-nha-trong")
    assert product.description == "gia đình 👨‍👩‍👧\ntrồng"
