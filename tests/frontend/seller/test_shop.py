"""Shop settings, members and consent."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from cooperatives.models import CooperativeMember, Seller
from cooperatives.services.add_member import add_member
from payments import sdk
from payments.models import Payee
from shipping.models import Carrier, Rate, ShippingMethod
from tests.factories import PASSWORD
from tests.frontend.seller.conftest import text
from tests.frontend.seller.test_consent import paper
from tests.market import Market

BANK = {"bank-bank_bin": "970405", "bank-number": "6500 2051 23456", "bank-holder": "Lê Thị Sen"}


def test_contact_and_cash_settings_are_saved(owner: Client, market: Market) -> None:
    supplied = {"phone": "0987 654 321", "email": "", "about": "Sen Tháp Mười", "cash_at_pickup": "on"}
    assert owner.post("/ban-hang/gian-hang/", supplied)["Location"] == "/ban-hang/gian-hang/"
    household = Seller.objects.get(pk=market.household.pk)
    assert (household.phone, household.about, household.cash_at_pickup) == ("0987654321", "Sen Tháp Mười", True)
    answer = owner.post("/ban-hang/gian-hang/", supplied | {"phone": "12", "about": "Lời mới"})
    assert (answer.status_code, list(answer.context["words"].errors)) == (422, ["phone"])
    assert "Lời mới" in text(answer)


def rates(**changes: str) -> dict[str, str]:
    supplied = {
        "commune-serves": "on", "commune-base_price": "10.000", "commune-base_weight_g": "5",
        "commune-price_per_extra_kg": "1.000", "commune-max_weight_g": "50", "commune-min_days": "0",
        "commune-max_days": "1",
    }  # fmt: skip
    return supplied | changes


def test_delivery_rates_are_saved(owner: Client, market: Market) -> None:
    own = ShippingMethod.objects.get(seller=market.household, carrier=Carrier.OWN)
    address = f"/ban-hang/gian-hang/phi/{own.pk}"
    for bad in ({"commune-base_price": ""}, {"commune-max_weight_g": "nhiều"}, {"commune-max_days": "-1"}):
        assert owner.post(address, rates(**bad)).status_code == 422
    assert own.rates.count() == 3
    assert owner.post(address, rates()).status_code == 302
    rate = Rate.objects.get(method=own)
    assert (rate.zone, rate.base_price, rate.base_weight_g, rate.max_days) == ("commune", 10_000, 5_000, 1)


def test_delivery_method_of_another_seller_is_not_found(manager: Client, market: Market) -> None:
    own = ShippingMethod.objects.get(seller=market.household, carrier=Carrier.OWN)
    assert manager.post(f"/ban-hang/gian-hang/phi/{own.pk}", rates()).status_code == 404
    assert manager.post(f"/ban-hang/gian-hang/giao/{own.pk}", {"is_active": "0"}).status_code == 404
    own.refresh_from_db()
    assert (own.is_active, own.rates.count()) == (True, 3)


def test_delivery_method_is_edited_deactivated_and_activated(owner: Client, market: Market) -> None:
    pickup = ShippingMethod.objects.get(seller=market.household, carrier=Carrier.PICKUP)
    for active in ("0", "1"):
        owner.post(f"/ban-hang/gian-hang/giao/{pickup.pk}", {"note": "7–17 giờ", "is_active": active})
        pickup.refresh_from_db()
        assert (pickup.note, pickup.is_active) == ("7–17 giờ", active == "1")


@pytest.mark.parametrize("note", ["Mở cửa <b>sớm</b>", "x" * 201])
def test_refused_note_of_a_delivery_keeps_what_was_typed(owner: Client, market: Market, note: str) -> None:
    pickup = ShippingMethod.objects.get(seller=market.household, carrier=Carrier.PICKUP)
    page = owner.post(f"/ban-hang/gian-hang/giao/{pickup.pk}", {"note": note, "is_active": "0"})
    assert page.status_code == 422
    assert f'value="{escape(note)}"' in page.content.decode()
    stored = pickup.note
    pickup.refresh_from_db()
    assert (pickup.note, pickup.is_active) == (stored, True)


def test_bank_account_is_masked(owner: Client, market: Market) -> None:
    for change, field in (({"bank-number": "12"}, "number"), ({"bank-bank_bin": ""}, "bank_bin")):
        answer = owner.post("/ban-hang/gian-hang/ngan-hang", BANK | change)
        assert list(answer.context["bank"].errors) == [field]
    assert owner.post("/ban-hang/gian-hang/ngan-hang", BANK).status_code == 302
    assert Payee.objects.get(pk=market.household.payee_ref).bank_account_no == "6500205123456"
    for address in ("", "gian-hang/", "tien/", "gian-hang/bao-tien/"):
        page = text(owner.get(f"/ban-hang/{address}"))
        assert "3456" in page
        assert "6500205123456" not in page
        assert ("Tài khoản nhận tiền đổi sang …3456" in page) == (address != "gian-hang/bao-tien/")
        assert "tài khoản trước đây" not in page  # buyers saw no note
    owner.post("/dang-xuat/")
    page = text(
        owner.post("/dang-nhap/", {"identifier": market.household_owner.phone, "password": PASSWORD}, follow=True)
    )
    assert "Tài khoản nhận tiền của gian hàng bạn quản lý đã được đổi" in page


def test_pages_show_the_account_in_use_until_the_change_takes_effect(owner: Client, market: Market) -> None:
    for number in ("6500205123456", "6500205129999"):
        owner.post("/ban-hang/gian-hang/ngan-hang", BANK | {"bank-number": number})
    for address in ("", "gian-hang/", "tien/"):
        page = text(owner.get(f"/ban-hang/{address}"))
        assert "Khách chuyển khoản vẫn được chỉ tài khoản trước đây cho đến lúc đó." in page
    assert "…9999" in text(owner.get("/ban-hang/gian-hang/bao-tien/"))
    shown = sdk.bank_accounts.of(market.household.payee_ref)
    assert shown
    assert shown.number == "6500205123456"


@pytest.fixture
def member(market: Market) -> dict[str, Any]:
    ids = {"cooperative_id": market.cooperative.pk, "household_id": market.household.pk}
    add_member(**ids, joined_on=date(2026, 1, 5))
    return ids


def agrees() -> bool:
    row = CooperativeMember.objects.get()
    return row.consent_given_at is not None and row.consent_withdrawn_at is None


def test_household_gives_and_withdraws_consent(owner: Client, market: Market, member: dict) -> None:
    address = f"/ban-hang/gian-hang/dong-y/{market.cooperative.pk}"
    owner.post(address, {"agree": "1"})
    assert agrees()
    assert "Được làm thay bạn" in text(owner.get("/ban-hang/gian-hang/"))
    owner.post(address, {"agree": "0"})
    assert not agrees()


def test_acting_cooperative_cannot_change_the_bank_account(
    manager: Client, owner: Client, market: Market, member: dict
) -> None:
    owner.post(f"/ban-hang/gian-hang/dong-y/{market.cooperative.pk}", {"agree": "1"})
    manager.post("/ban-hang/chon/", {"work_for": market.household.pk})
    page = text(manager.get("/ban-hang/gian-hang/"))
    assert "Bạn đang làm thay" in page
    assert "bank-number" not in page
    assert manager.post("/ban-hang/gian-hang/ngan-hang", BANK).status_code == 403
    assert Payee.objects.get(pk=market.household.payee_ref).bank_account_no == ""


def test_household_has_no_members_page(owner: Client, market: Market) -> None:
    assert owner.get("/ban-hang/thanh-vien/").status_code == 404


def test_consent_of_a_non_member_is_not_found(manager: Client, market: Market) -> None:
    address = f"/ban-hang/thanh-vien/{market.household.pk}/dong-y"
    answer = manager.post(address, paper(f"household{market.household.pk}"))
    assert answer.status_code == 404
    assert not CooperativeMember.objects.exists()
