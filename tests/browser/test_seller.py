"""A household sells from a phone: a product with three photos, an order confirmed and fulfilled, the amount owed."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from catalog.models import Photo, Product
from orders.models import Order, OrderStatus
from tests.browser.people import sign_in
from tests.browser.worker import Worker
from tests.catalog.media.pictures import phone_photo

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("market")]


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three phone photos: portrait through EXIF only, with GPS, about 8 MB each."""
    folder = tmp_path_factory.mktemp("phone")
    data = phone_photo()
    assert len(data) > 7_000_000
    paths = [folder / f"IMG_{number}.jpg" for number in (1, 2, 3)]
    for number, path in enumerate(paths):
        path.write_bytes(data + bytes([number]))  # a byte after the picture's end makes the three files different
    return paths


def fill_product(page: Page, shots: list[Path]) -> None:
    page.get_by_role("link", name="Hàng", exact=True).click()
    page.get_by_role("link", name="Thêm hàng").click()
    page.get_by_label("Ảnh chụp").set_input_files(shots)
    page.get_by_label("Tên hàng").fill("Xoài keo hái sáng")
    page.get_by_label("Nhóm hàng").select_option(label="Trái cây tươi")
    page.get_by_label("Quy cách").fill("Túi 3 kg")
    page.get_by_label("Giá bán (đồng, đã gồm thuế)").fill("96.000")
    page.get_by_label("Hàng nặng (kg)").fill("3")
    page.get_by_label("Cả bao bì nặng (kg)").fill("3,2")
    page.get_by_label("Đang có bao nhiêu?").fill("25")


def assert_kept_well(product: Product, photos: int) -> None:
    """Rotated upright, without place and camera in the metadata."""
    stored = list(Photo.objects.filter(product=product))
    assert len(stored) == photos
    assert all(photo.height > photo.width for photo in stored)


def test_product_is_created_with_three_photos(phone: Page, shots: list[Path]) -> None:
    sign_in(phone, "household")
    fill_product(phone, shots)
    expect(phone.locator(".shots img")).to_have_count(3, timeout=30_000)  # scaled down and previewed before upload
    phone.get_by_role("button", name="Đăng bán").click()
    expect(phone.get_by_role("heading", level=1, name="Xoài keo hái sáng")).to_be_visible()
    expect(phone.locator(".pictures img")).to_have_count(3)
    product = Product.objects.get(name="Xoài keo hái sáng")
    assert_kept_well(product, 3)
    phone.get_by_role("link", name="Xem như người mua").click()
    expect(phone.locator("main")).to_contain_text("96.000 đ")
    expect(phone.locator("main")).to_contain_text("32.000 đ/kg")
    expect(phone.get_by_role("button", name="Thêm vào giỏ")).to_be_visible()
    assert_no_complaint(phone)


def assert_no_complaint(page: Page) -> None:
    """The largest picture that is served carries no EXIF."""
    largest = page.locator(".gallery img").first.get_attribute("srcset").split(",")[-1].split()[0]
    answer = page.request.get(largest)
    assert answer.ok
    with Image.open(io.BytesIO(answer.body())) as picture:
        assert not picture.getexif()
        assert picture.height > picture.width


def test_large_photo_is_uploaded_without_scripts(phone_without_script: Page, shots: list[Path]) -> None:
    sign_in(phone_without_script, "household")
    fill_product(phone_without_script, shots[:1])
    phone_without_script.get_by_role("button", name="Lưu, đăng sau").click()
    expect(phone_without_script.get_by_role("heading", level=1, name="Xoài keo hái sáng")).to_be_visible()
    product = Product.objects.get(name="Xoài keo hái sáng")
    assert_kept_well(product, 1)
    assert not product.is_published


def test_order_is_confirmed_fulfilled_and_credited(phone: Page, worker: Worker) -> None:
    worker.start()
    paid = Order.objects.filter(
        seller__name__startswith="Hộ mẫu 1 ", status=OrderStatus.UNCONFIRMED, paid_at__isnull=False
    )
    order = paid.order_by("confirm_by")[0]
    sign_in(phone, "household")
    task = phone.locator(".task", has_text=order.code)
    expect(task).to_contain_text("đã trả qua VNPay")
    task.get_by_role("button", name="Nhận đơn").click()
    task = phone.locator(".task", has_text=order.code)
    expect(task.get_by_role("button", name="Đã giao")).to_be_visible()
    phone.get_by_role("link", name="Tiền", exact=True).click()
    owed = phone.locator("[aria-labelledby=thang] .rows li", has_text=order.code)
    expect(owed).to_contain_text(f"{order.total:,}".replace(",", "."))
    expect(owed).to_contain_text(order.buyer_name)
    phone.get_by_role("link", name="Hôm nay").click()
    task.get_by_role("button", name="Đã giao").click()
    expect(phone.locator(".task", has_text=order.code)).to_have_count(0)
    phone.goto(f"/ban-hang/don/{order.code}/")
    expect(phone.locator(".trace")).to_contain_text("Đã giao")
