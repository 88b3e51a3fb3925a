"""Products of a seller: adding with photos, editing, stock; typed input is kept, invalid input is not stored."""

import html
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Category, Certificate, Photo, Product, Variant
from core import clock
from tests.catalog.media import pictures
from tests.frontend.seller.conftest import text
from tests.market import Market
from tests.orders.helpers import paid_order


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photo(colour: str = "#f0c040") -> SimpleUploadedFile:
    return pictures.upload(pictures.encoded(pictures.plain(600, 800, colour)))


@pytest.fixture
def supplied(market: Market) -> dict[str, Any]:
    return {
        "name": "Mật ong hoa tràm", "category_id": Category.objects.order_by("pk")[0].pk, "pack": "Chai 500 ml",
        "price": "150.000 đ", "net_weight_g": "0,7", "weight_g": "1", "on_hand": "24", "days_to_ship": "2",
        "tax_category": "manufacture",
        "season_months": ["3", "4"], "description": "Ong nuôi ven rừng tràm.", "publish": "1",
    }  # fmt: skip


def test_product_is_created_with_three_photos(manager: Client, market: Market, supplied: dict[str, Any]) -> None:
    shots = [photo("red"), photo("green"), photo("blue")]
    answer = manager.post("/ban-hang/hang/them/", supplied | {"photos": shots}, follow=True)
    product = Product.objects.get(name="Mật ong hoa tràm")
    assert answer.redirect_chain == [(f"/ban-hang/hang/{product.pk}/", 302)]
    assert (product.seller, product.is_published, product.season_months) == (market.cooperative, True, [3, 4])
    variant = product.variants.get()
    assert (variant.name, variant.price, variant.net_weight_g, variant.weight_g, variant.on_hand) == (
        "Chai 500 ml", 150_000, 700, 1_000, 24,
    )  # fmt: skip
    assert Photo.objects.filter(product=product).count() == 3


def test_draft_is_not_published(manager: Client, supplied: dict[str, Any]) -> None:
    del supplied["publish"]
    manager.post("/ban-hang/hang/them/", supplied | {"draft": "1"})
    assert Product.objects.get(name="Mật ong hoa tràm").is_published is False


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "<script>alert(1)</script>"}, "name"),
        ({"description": "<b>ngon</b>"}, "description"),
        ({"category_id": "999999"}, "category_id"),
        ({"pack": ""}, "pack"),
        ({"price": "-5"}, "price"),
        ({"price": "0"}, "price"),
        ({"price": "một trăm"}, "price"),
        ({"price": "9" * 30}, "price"),
        ({"weight_g": ""}, "weight_g"),
        ({"weight_g": "nặng"}, "weight_g"),
        ({"weight_g": "1.500"}, "weight_g"),
        ({"price": "12.50"}, "price"),
        ({"price": "150.000,50"}, "price"),
        ({"on_hand": "2.5"}, "on_hand"),
        ({"days_to_ship": "1,5"}, "days_to_ship"),
        ({"weight_g": "NaN"}, "weight_g"),
        ({"net_weight_g": "2"}, "net_weight_g"),
        ({"on_hand": "-1"}, "on_hand"),
        ({"on_hand": "1e9"}, "on_hand"),
        ({"days_to_ship": "61"}, "days_to_ship"),
        ({"season_months": ["13"]}, "season_months"),
    ],
)
def test_invalid_form_shows_errors_and_keeps_the_input(
    manager: Client, market: Market, supplied: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    before = Product.objects.count()
    answer = manager.post("/ban-hang/hang/them/", supplied | change)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Product.objects.count() == before
    page = answer.content.decode()
    stored = {"name": "Mật ong hoa tràm", "pack": "Chai 500 ml", "price": "150.000 đ", "on_hand": "24"}
    for name, value in stored.items():
        assert name in change or f'value="{value}"' in page
    assert "description" in change or "Ong nuôi ven rừng tràm." in page
    assert "<script>alert" not in page


def test_file_that_is_no_image_is_named_and_refused(manager: Client, supplied: dict[str, Any], media: Path) -> None:
    bad = SimpleUploadedFile("hoa-don.jpg", b"%PDF-1.7", "image/jpeg")
    before = Product.objects.count()
    answer = manager.post("/ban-hang/hang/them/", supplied | {"photos": [photo(), bad]})
    assert answer.status_code == 422
    assert "Ảnh thứ 2: Tệp này không phải ảnh JPEG, PNG hoặc WebP." in text(answer)
    assert "vui lòng chọn lại ảnh" in text(answer)
    assert (Product.objects.count(), list(media.iterdir())) == (before, [])


def test_htmx_errors_are_swapped_and_success_redirects(manager: Client, supplied: dict[str, Any]) -> None:
    htmx = {"HX-Request": "true"}
    refused = manager.post("/ban-hang/hang/them/", supplied | {"price": ""}, headers=htmx)
    assert refused.status_code == 200
    assert 'hx-preserve="true"' in text(refused)
    created = manager.post("/ban-hang/hang/them/", supplied, headers=htmx)
    product = Product.objects.get(name="Mật ong hoa tràm")
    assert (created.status_code, created["HX-Redirect"]) == (200, f"/ban-hang/hang/{product.pk}/")


def test_stock_is_adjusted_in_the_list(manager: Client, market: Market) -> None:
    answer = manager.post(f"/ban-hang/hang/ton/{market.mango.pk}", {"on_hand": "1.250"}, follow=True)
    assert answer.redirect_chain == [("/ban-hang/hang/", 302)]
    market.mango.refresh_from_db()
    assert market.mango.on_hand == 1250
    manager.post(f"/ban-hang/hang/ton/{market.mango.pk}", {"on_hand": " 25 "})
    market.mango.refresh_from_db()
    assert market.mango.on_hand == 25


@pytest.mark.parametrize("typed", ["", "-1", "nhiều", "2.5", "2,5", "99999999", "' OR 1=1"])
def test_invalid_stock_count_is_refused(manager: Client, market: Market, typed: str) -> None:
    answer = manager.post(f"/ban-hang/hang/ton/{market.mango.pk}", {"on_hand": typed}, follow=True)
    assert 'class="notice bad"' in text(answer)
    assert f"Bạn đã ghi “{typed}”." in html.unescape(text(answer))
    market.mango.refresh_from_db()
    assert market.mango.on_hand == 10


def test_product_texts_are_edited(manager: Client, market: Market, supplied: dict[str, Any]) -> None:
    address = f"/ban-hang/hang/{market.mango.product_id}/"
    assert manager.post(address, supplied | {"name": "Xoài cát Hòa Lộc"})["Location"] == address
    product = Product.objects.get(pk=market.mango.product_id)
    assert (product.name, product.days_to_ship, product.tax_category) == ("Xoài cát Hòa Lộc", 2, "manufacture")
    refused = manager.post(address, supplied | {"name": "", "origin": "ấp Mỹ Thới"})
    assert refused.status_code == 422
    assert 'value="ấp Mỹ Thới"' in refused.content.decode()


def test_product_is_unpublished_and_published(manager: Client, market: Market) -> None:
    address = f"/ban-hang/hang/{market.mango.product_id}/dang"
    for expected in ("0", "1"):
        manager.post(address, {"publish": expected})
        assert Product.objects.get(pk=market.mango.product_id).is_published is (expected == "1")


def test_variants_are_added_changed_and_deactivated(manager: Client, market: Market) -> None:
    address = f"/ban-hang/hang/{market.mango.product_id}/quy-cach"
    new = {"new-pack": "Thùng 5 kg", "new-price": "245.000", "new-weight_g": "5,4", "new-on_hand": "3"}
    assert manager.post(address, new | {"new-price": "0"}).status_code == 422
    assert manager.post(address, new).status_code == 302
    pack = Variant.objects.get(name="Thùng 5 kg")
    assert (pack.price, pack.weight_g, pack.net_weight_g, pack.on_hand) == (245_000, 5_400, None, 3)
    edit = {f"pack{pack.pk}-pack": "Thùng 5 kg", f"pack{pack.pk}-price": "250000", f"pack{pack.pk}-weight_g": "5.5"}
    assert manager.post(f"{address}/{pack.pk}", edit).status_code == 302
    assert manager.post(f"{address}/{pack.pk}", {"is_active": "0"}).status_code == 302
    pack.refresh_from_db()
    assert (pack.price, pack.weight_g, pack.on_hand, pack.is_active) == (250_000, 5_500, 3, False)
    twin = manager.post(f"{address}/{market.mango.pk}", {
        f"pack{market.mango.pk}-pack": "THÙNG 5 KG", f"pack{market.mango.pk}-price": "1",
        f"pack{market.mango.pk}-weight_g": "1",
    })  # fmt: skip
    assert twin.status_code == 422
    assert "Có hai quy cách cùng tên" in text(twin)


def test_photos_are_added_and_removed(manager: Client, market: Market) -> None:
    address = f"/ban-hang/hang/{market.mango.product_id}/anh"
    bad = SimpleUploadedFile("hong.jpg", b"\xff\xd8\xff\xe0 broken", "image/jpeg")
    answer = manager.post(address, {"photos": [photo(), bad]})
    assert answer.status_code == 422
    assert "hong.jpg:" in text(answer)
    stored = Photo.objects.get()
    manager.post(f"{address}/{stored.pk}/bo")
    assert not Photo.objects.exists()
    assert manager.post(address).status_code == 422


def test_photo_of_another_product_is_not_removed(manager: Client, owner: Client, market: Market) -> None:
    manager.post(f"/ban-hang/hang/{market.mango.product_id}/anh", {"photos": [photo()]})
    stored = Photo.objects.get()
    assert owner.post(f"/ban-hang/hang/{market.lotus.product_id}/anh/{stored.pk}/bo").status_code == 404
    assert Photo.objects.count() == 1


def test_submitted_certificate_awaits_verification(manager: Client, market: Market) -> None:
    address = f"/ban-hang/hang/{market.mango.product_id}/ocop"
    sent = {
        "ocop-stars": "4", "ocop-group": "1", "ocop-decision_no": "123/QĐ-UBND",
        "ocop-authority": "UBND tỉnh Đồng Tháp",
        "ocop-issued_on": date(clock.today().year - 1, 6, 3).isoformat(),
    }  # fmt: skip
    for change, field in (
        ({"ocop-stars": "6"}, "stars"),
        ({"ocop-decision_no": ""}, "decision_no"),
        ({"ocop-issued_on": "2099-01-01"}, "issued_on"),
        ({"ocop-issued_on": "hôm qua"}, "issued_on"),
    ):
        answer = manager.post(address, sent | change)
        assert list(answer.context["certificate"].errors) == [field]
    assert not Certificate.objects.exists()
    answer = manager.post(address, sent, follow=True)
    paper = Certificate.objects.get()
    assert (paper.stars, paper.verified_at) == (4, None)
    assert "Chờ cán bộ xác minh" in text(answer)
    assert "OCOP 4★" not in text(answer)


def test_seller_without_products_sees_an_empty_state(enter: Callable, db: None) -> None:
    from tests.factories import make_seller, make_user

    user = make_user()
    make_seller(manager=user)
    assert "Chưa có món hàng nào." in text(enter(user).get("/ban-hang/hang/"))


def test_outdated_stock_count_is_refused(manager, market, run_events) -> None:
    page = manager.get("/ban-hang/hang/").content.decode()
    assert '<input type="hidden" name="seen" value="10">' in page
    paid_order(market, run_events)

    answer = manager.post(f"/ban-hang/hang/ton/{market.mango.pk}", {"on_hand": "10", "seen": "10"}, follow=True)

    assert "Tồn kho vừa đổi từ 10 thành 9" in answer.content.decode()
    market.mango.refresh_from_db()
    assert market.mango.on_hand == 9


def test_own_produce_is_declared_and_withdrawn(manager: Client, market: Market) -> None:
    market.cooperative.kind = "household"
    market.cooperative.save()
    page, product = f"/ban-hang/hang/{market.mango.product_id}/", market.mango.product
    assert "Khai món này là nông sản nhà làm" in text(manager.get(page))
    refused = manager.post(f"{page}nha-trong", {"declaration-evidence": " "})
    assert (refused.status_code, product.declarations.count()) == (422, 0)

    answer = manager.post(f"{page}nha-trong", {"declaration-evidence": "Sổ vườn năm 2026"}, follow=True)
    assert "Được miễn thuế từ khi cán bộ xác minh" in text(answer)
    assert "Chờ cán bộ xác minh" in text(answer)
    assert "Khai món này là nông sản nhà làm" not in text(answer)
    declaration = product.declarations.get()
    assert (declaration.evidence, declaration.verified_at) == ("Sổ vườn năm 2026", None)

    answer = manager.post(f"{page}nha-trong/{declaration.pk}/thoi", follow=True)
    assert "Đã thôi khai" in text(answer)
    declaration.refresh_from_db()
    assert declaration.withdrawn_at is not None
    assert manager.post(f"{page}nha-trong/{declaration.pk + 1}/thoi").status_code == 404
