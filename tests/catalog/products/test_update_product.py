"""Changing products, variants and photos; search and listings follow at once."""

import pytest
from django.core.files.storage import default_storage

from accounts.models import AuditEntry
from catalog import integrity
from catalog.media.services.add_photo import add_photo
from catalog.media.services.delete_photo import delete_photo
from catalog.models import Photo, Product, Variant
from catalog.products.services.add_variant import add_variant
from catalog.products.services.create_product import create_product
from catalog.products.services.publish_product import publish_product
from catalog.products.services.update_product import update_product
from catalog.products.services.update_variant import update_variant
from catalog.validation import VariantInput
from cooperatives.models import SellerMembership
from core.errors import DomainError, Forbidden, NotFound
from core.outbox import deliver_due, publish
from tests import factories
from tests.catalog.media import pictures

pytestmark = pytest.mark.django_db


def create(**changes) -> Product:
    fields = {
        "seller": factories.make_seller(),
        "category_id": factories.make_category(name="Trái cây").pk,
        "name": "Xoài cát Chu",
        "variants": [VariantInput("Thùng 5 kg", 245_000, 5_400, 5_000, 10)],
        "actor": None,
    } | changes
    return create_product(**fields)


def photo_file(colour: str = "red", size: int = 700):
    return pictures.upload(pictures.encoded(pictures.plain(size, size, colour)))


def test_new_name_changes_slug_search_text_and_audit_trail():
    product = update_product(product_id=create().pk, actor=None, name="Ổi Đài Loan", summary="Giòn")
    assert (product.slug, product.name_fold) == ("oi-dai-loan", "oi dai loan")
    assert product.search_exact.startswith("ổi đài loan trái cây ")
    assert product.search_fold.endswith("gion")
    entry = AuditEntry.objects.get(action="product.update")
    assert entry.before == {"name": "Xoài cát Chu", "summary": ""}
    assert entry.after == {"name": "Ổi Đài Loan", "summary": "Giòn"}


def test_unchanged_input_writes_no_audit_entry():
    product = create()
    update_product(product_id=product.pk, actor=None, name=" Xoài  cát Chu ")
    assert not AuditEntry.objects.filter(action="product.update").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "<b>"}, "name"),
        ({"description": "x" * 10_000_000}, "description"),
        ({"category_id": -1}, "category_id"),
        ({"season_months": [7, 99]}, "season_months"),
    ],
)
def test_invalid_change_is_refused_whole(changes, field):
    product = create()
    with pytest.raises(DomainError) as refusal:
        update_product(product_id=product.pk, actor=None, summary="Mới", **changes)
    assert refusal.value.field == field
    product.refresh_from_db()
    assert (product.name, product.summary) == ("Xoài cát Chu", "")


def test_unknown_product_is_not_found():
    with pytest.raises(NotFound):
        update_product(product_id=10**9, actor=None, name="x")


def test_publishing_needs_an_active_variant():
    product = create()
    update_variant(variant_id=product.variants.get().pk, actor=None, is_active=False)
    with pytest.raises(DomainError) as refusal:
        publish_product(product_id=product.pk, actor=None)
    assert refusal.value.field == "variants"
    update_variant(variant_id=product.variants.get().pk, actor=None, is_active=True)
    assert publish_product(product_id=product.pk, actor=None).is_published
    assert not publish_product(product_id=product.pk, actor=None, publish=False).is_published


def test_price_from_is_that_of_the_cheapest_active_variant():
    product = create()
    small = add_variant(product_id=product.pk, pack=VariantInput("Túi 1 kg", 55_000, 1_050, 1_000), actor=None)
    product.refresh_from_db()
    assert (product.price_from, small.sku, small.position) == (55_000, f"{product.pk}-2", 2)
    update_variant(variant_id=small.pk, actor=None, price=60_000)
    product.refresh_from_db()
    assert product.price_from == 60_000
    update_variant(variant_id=small.pk, actor=None, is_active=False)
    product.refresh_from_db()
    assert product.price_from == 245_000
    assert not integrity.search_is_fresh().problems


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": 0}, "price"),
        ({"price": 10**15}, "price"),
        ({"name": ""}, "variants"),
        ({"name": "thùng 10 KG"}, "variants"),
        ({"net_weight_g": 9_999_999}, "net_weight_g"),
    ],
)
def test_invalid_variant_is_refused(changes, field):
    product = create()
    add_variant(product_id=product.pk, pack=VariantInput("Thùng 10 kg", 470_000, 10_600), actor=None)
    pack = product.variants.first()
    with pytest.raises(DomainError) as refusal:
        update_variant(variant_id=pack.pk, actor=None, **changes)
    assert refusal.value.field == field
    assert Variant.objects.get(pk=pack.pk).price == 245_000


def test_twenty_first_variant_is_refused():
    product = create(variants=[VariantInput(f"Gói {n}", 1000, 100) for n in range(20)])
    with pytest.raises(DomainError):
        add_variant(product_id=product.pk, pack=VariantInput("Gói 20", 1000, 100), actor=None)


def test_photos_keep_their_order_and_duplicates_are_ignored(media):
    product = create(photos=[photo_file("red")])
    second = add_photo(product_id=product.pk, file=photo_file("blue"), alt="Vườn xoài", actor=None)
    again = add_photo(product_id=product.pk, file=photo_file("blue"), actor=None)
    assert (second.position, second.alt, again) == (1, "Vườn xoài", second)
    assert product.photos.count() == 2


def test_ninth_photo_is_refused(media):
    product = create(photos=[photo_file(f"#0000{n:02x}") for n in range(8)])
    with pytest.raises(DomainError):
        add_photo(product_id=product.pk, file=photo_file("red"), actor=None)
    assert product.photos.count() == 8


def test_files_are_deleted_with_their_last_photo(media):
    one, other = create(photos=[photo_file()]), create(photos=[photo_file()])
    photo, twin = one.photos.get(), other.photos.get()
    assert photo.key == twin.key
    name = f"{photo.key}-320.webp"
    delete_photo(photo_id=photo.pk, actor=None)
    deliver_due()
    assert default_storage.exists(name)
    delete_photo(photo_id=twin.pk, actor=None)
    assert default_storage.exists(name)  # until the deletion is committed and its event handled
    deliver_due()
    assert not default_storage.exists(name)
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_missing_photo_file_is_a_mismatch(media):
    product = create(photos=[photo_file()])
    assert not integrity.photos_have_files().problems
    default_storage.delete(f"{product.photos.get().key}-320.jpg")
    assert len(integrity.photos_have_files().problems) == 1


def test_changes_by_strangers_are_refused(media):
    product, stranger = create(photos=[photo_file()]), factories.make_user()
    photo, pack = product.photos.get(), product.variants.get()
    calls = [
        lambda: update_product(product_id=product.pk, actor=stranger, name="Khác"),
        lambda: publish_product(product_id=product.pk, actor=stranger),
        lambda: update_variant(variant_id=pack.pk, actor=stranger, price=1),
        lambda: add_variant(product_id=product.pk, pack=VariantInput("x", 1, 1), actor=stranger),
        lambda: add_photo(product_id=product.pk, file=photo_file("blue"), actor=stranger),
        lambda: delete_photo(photo_id=photo.pk, actor=stranger),
    ]
    for call in calls:
        with pytest.raises(Forbidden):
            call()
    product.refresh_from_db()
    assert (product.name, product.is_published, product.price_from) == ("Xoài cát Chu", False, 245_000)
    assert (Photo.objects.count(), Variant.objects.count()) == (1, 1)


def test_staff_of_the_seller_can_change_products(media):
    product, person = create(), factories.make_user()
    SellerMembership.objects.create(user=person, seller=product.seller, role="staff")
    update_product(product_id=product.pk, actor=person, name="Xoài Hòa Lộc")
    entry = AuditEntry.objects.get(action="product.update")
    assert (entry.actor, entry.on_behalf_of) == (person, "")


def test_renamed_seller_updates_the_search_text():
    product = create()
    type(product.seller).objects.update(name="HTX Bến Đò")
    assert len(integrity.search_is_fresh().problems) == 1
    publish("seller.changed", {"seller_id": product.seller_id})
    deliver_due()
    assert not integrity.search_is_fresh().problems
    product.refresh_from_db()
    assert "ben do" in product.search_fold
