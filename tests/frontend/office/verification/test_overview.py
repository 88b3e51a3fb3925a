"""The verification page: open requests of one's area, the decision, its audit entry."""

from datetime import date, timedelta

import pytest

from catalog.models import Certificate
from catalog.produce_declarations.services.submit_declaration import submit_declaration
from cooperatives.models import SellerMembership, SellerRole
from core import clock
from tests.factories import make_officer, make_product, make_seller
from tests.frontend.office.figures.test_overview import text_of

pytestmark = pytest.mark.django_db
URL = "/co-quan/xac-minh/"


@pytest.fixture
def waiting(units) -> dict:
    seller = make_seller(unit=units["30076"], name="Hộ mẫu chờ", verified=False, tax_code="1401541495")
    stranger = make_seller(unit=units["30112"], name="Hộ mẫu nơi khác", verified=False)
    product = make_product(seller=make_seller(unit=units["30076"]), name="Xoài sấy").product
    return {"seller": seller, "stranger": stranger, "certificate": certificate(product)}


def certificate(product, *, issued_on: date | None = None) -> Certificate:
    issued_on = issued_on or clock.today() - timedelta(days=30)
    return Certificate.objects.create(
        product=product,
        group=1,
        stars=4,
        decision_no="12/QĐ-UBND",
        authority="UBND tỉnh Đồng Tháp",
        issued_on=issued_on,
        expires_on=issued_on.replace(year=issued_on.year + 3, day=1),
    )


def test_officer_sees_own_area_only(waiting, client_as, django_assert_max_num_queries) -> None:
    officer = client_as("commune")
    with django_assert_max_num_queries(12):
        page = text_of(officer.get(URL))

    assert "Hộ mẫu chờ" in page
    assert "Xoài sấy" in page
    assert "Hộ mẫu nơi khác" not in page
    assert officer.get(f"{URL}nguoi-ban/{waiting['stranger'].pk}/").status_code == 404


def test_verified_seller_is_audited(waiting, client_as, django_assert_max_num_queries) -> None:
    officer, url = client_as("commune"), f"{URL}nguoi-ban/{waiting['seller'].pk}/"
    with django_assert_max_num_queries(12):
        assert "1401541495" in text_of(officer.get(url))

    page = text_of(officer.post(url, {"verified": "1"}, follow=True))
    assert "Đã xác minh Hộ mẫu chờ." in page
    assert "Xác minh người bán" in page
    waiting["seller"].refresh_from_db()
    assert waiting["seller"].verified_at is not None

    page = text_of(officer.post(url, {"verified": "0"}, follow=True))
    assert "Rút xác minh người bán" in page
    waiting["seller"].refresh_from_db()
    assert waiting["seller"].verified_at is None


def test_officer_cannot_verify_another_commune_or_own_shop(units, waiting, client_as, client) -> None:
    answer = client_as("commune").post(f"{URL}nguoi-ban/{waiting['stranger'].pk}/", {"verified": "1"})
    assert answer.status_code == 404

    officer = make_officer("commune", units["30076"])
    SellerMembership.objects.create(user=officer, seller=waiting["seller"], role=SellerRole.MANAGER)
    client.force_login(officer)
    assert client.post(f"{URL}nguoi-ban/{waiting['seller'].pk}/", {"verified": "1"}).status_code == 403
    for seller in (waiting["stranger"], waiting["seller"]):
        seller.refresh_from_db()
        assert seller.verified_at is None


def test_certificate_is_verified(waiting, client_as, django_assert_max_num_queries) -> None:
    officer, url = client_as("commune"), f"{URL}chung-nhan/{waiting['certificate'].pk}/"
    with django_assert_max_num_queries(12):
        assert "12/QĐ-UBND" in text_of(officer.get(url))

    page = text_of(officer.post(url, {"decision": "verify"}, follow=True))
    assert "Hạng 4 sao của Xoài sấy hiện với người mua" in page
    assert "Xác minh giấy chứng nhận OCOP" in page
    waiting["certificate"].refresh_from_db()
    assert waiting["certificate"].verified_at is not None


def test_refusal_without_a_reason_is_refused(waiting, client_as) -> None:
    officer, url = client_as("commune"), f"{URL}chung-nhan/{waiting['certificate'].pk}/"

    answer = officer.post(url, {"decision": "refuse", "reason": "  "})
    assert answer.status_code == 422
    assert "Vui lòng ghi lý do" in text_of(answer)
    waiting["certificate"].refresh_from_db()
    assert waiting["certificate"].refused_at is None

    page = text_of(officer.post(url, {"decision": "refuse", "reason": "Số quyết định không khớp"}, follow=True))
    assert "Số quyết định không khớp" in page
    waiting["certificate"].refresh_from_db()
    assert waiting["certificate"].refusal == "Số quyết định không khớp"


def test_expired_certificate_can_only_be_refused(waiting, client_as) -> None:
    old = certificate(make_product(seller=waiting["certificate"].product.seller).product, issued_on=date(2020, 1, 5))
    officer, url = client_as("commune"), f"{URL}chung-nhan/{old.pk}/"

    assert "đã hết hạn nên không xác minh được" in text_of(officer.get(url))
    assert "Giấy chứng nhận này đã hết hạn." in text_of(officer.post(url, {"decision": "verify"}, follow=True))
    old.refresh_from_db()
    assert old.verified_at is None


def test_produce_declaration_is_decided(waiting, client_as, django_assert_max_num_queries) -> None:
    product = waiting["certificate"].product
    declaration = submit_declaration(product_id=product.pk, evidence="Sổ vườn 2026", actor=None)
    officer, url = client_as("commune"), f"{URL}nong-san/{declaration.pk}/"
    assert "Sổ vườn 2026" in text_of(officer.get(URL))
    with django_assert_max_num_queries(12):
        assert "Sổ vườn 2026" in text_of(officer.get(url))
    assert "không bị khấu trừ thuế" in text_of(officer.post(url, {"decision": "verify"}, follow=True))
    declaration.refresh_from_db()
    assert declaration.verified_at is not None

    assert officer.post(url, {"decision": "refuse", "reason": " "}).status_code == 422
    page = text_of(officer.post(url, {"decision": "refuse", "reason": "Hàng mua lại"}, follow=True))
    assert "Hàng mua lại" in page
    declaration.refresh_from_db()
    assert declaration.refusal == "Hàng mua lại"
    assert client_as("commune", "30112").get(url).status_code == 404
