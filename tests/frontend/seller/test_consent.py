"""Consent on the pages: the uploaded paper, the household's first page, and actions on its behalf."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from cooperatives.models import CooperativeMember
from cooperatives.services.add_member import add_member
from tests.factories import make_officer, make_user
from tests.frontend.seller.conftest import text
from tests.market import Market
from tests.orders.helpers import place, ready_cart


def paper(prefix: str, **changes: Any) -> dict[str, Any]:
    """The form of a consent paper, with a photo that has GPS metadata."""
    exif = Image.Exif()
    exif[0x010E] = "GPS 10.4938, 105.6882"
    out = io.BytesIO()
    Image.new("RGB", (120, 160), "white").save(out, "JPEG", exif=exif)
    picture = SimpleUploadedFile("phieu.jpg", out.getvalue(), content_type="image/jpeg")
    supplied = {"number": "12", "signed_on": "2026-06-03", "picture": picture} | changes
    return {f"{prefix}-{name}": value for name, value in supplied.items()}


@pytest.fixture
def member(market: Market, settings, tmp_path) -> CooperativeMember:
    settings.MEDIA_ROOT = tmp_path
    ids = {"cooperative_id": market.cooperative.pk, "household_id": market.household.pk}
    return add_member(**ids, joined_on=date(2026, 1, 5))


def submit(manager: Client, market: Market, **changes: Any) -> Any:
    address = f"/ban-hang/thanh-vien/{market.household.pk}/dong-y"
    return manager.post(address, paper(f"household{market.household.pk}", **changes), follow=True)


def answer(owner: Client, market: Market, agree: str) -> Any:
    where = f"/ban-hang/gian-hang/dong-y/{market.cooperative.pk}"
    return owner.post(where, {"agree": agree, "next": "/ban-hang/"}, follow=True)


@pytest.mark.parametrize("lacks", ["number", "signed_on", "picture"])
def test_incomplete_paper_is_refused_under_its_field(
    manager: Client, market: Market, member: CooperativeMember, lacks: str
) -> None:
    page = submit(manager, market, **{lacks: ""})
    ((_member, form),) = page.context["rows"]
    assert (page.status_code, list(form.errors)) == (422, [lacks])
    member.refresh_from_db()
    assert (member.consent_pending_at, member.paper_file) == (None, "")


def test_invalid_picture_is_refused(manager: Client, market: Market, member: CooperativeMember) -> None:
    page = submit(manager, market, picture=SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>"))
    assert page.status_code == 422
    assert "không phải ảnh" in text(page)


def test_household_confirms_on_its_home_page(
    manager: Client, owner: Client, market: Market, member: CooperativeMember
) -> None:
    assert "xác nhận trên trang của họ" in text(submit(manager, market))
    assert "Chờ hộ xác nhận" in text(manager.get("/ban-hang/thanh-vien/"))
    first_page = text(owner.get("/ban-hang/"))
    assert "HTX mẫu Mỹ Thọ xin làm thay bạn" in first_page
    assert "phiếu đồng ý số 12" in first_page
    manager.post("/ban-hang/chon/", {"work_for": market.household.pk})
    assert "Bạn đang làm thay" not in text(manager.get("/ban-hang/"))

    assert "đang được làm thay bạn" in text(answer(owner, market, "1"))

    manager.post("/ban-hang/chon/", {"work_for": market.household.pk})
    acting = text(manager.get("/ban-hang/"))
    assert "Bạn đang làm thay" in acting
    assert "đang được làm thay bạn" not in acting  # the household's own form


def test_declined_consent_cannot_be_requested_again(
    manager: Client, owner: Client, market: Market, member: CooperativeMember
) -> None:
    submit(manager, market)
    answer(owner, market, "0")
    assert "xin làm thay bạn" not in text(owner.get("/ban-hang/"))
    page = text(manager.get("/ban-hang/thanh-vien/"))
    assert "chính hộ đồng ý trên trang của họ, hoặc cán bộ xã" in page
    assert submit(manager, market).status_code == 403
    member.refresh_from_db()
    assert (member.consent_given_at, member.consent_pending_at) == (None, None)


def test_withdrawn_consent_ends_acting_at_once(
    manager: Client, owner: Client, market: Market, member: CooperativeMember
) -> None:
    submit(manager, market)
    answer(owner, market, "1")
    manager.post("/ban-hang/chon/", {"work_for": market.household.pk})
    order = place(ready_cart([(market.lotus, 1)], method="vnpay")).orders[0]
    assert "Bạn đang làm thay" in text(manager.get("/ban-hang/hang/"))
    answer(owner, market, "0")

    left_open = manager.post(
        "/ban-hang/gian-hang/", {"seller": market.household.pk, "phone": "0900000000"}, follow=True
    )

    assert "Chưa lưu: trang đó mở cho gian hàng khác" in text(left_open)
    assert manager.post(f"/ban-hang/hang/ton/{market.lotus.pk}", {"on_hand": "0"}).status_code == 404
    assert manager.get(f"/ban-hang/don/{order.code}/").status_code == 404
    market.household.refresh_from_db()
    market.lotus.refresh_from_db()
    assert (market.household.phone != "0900000000", market.lotus.on_hand) == (True, 5)


def test_actions_on_behalf_are_listed(
    manager: Client, owner: Client, market: Market, member: CooperativeMember
) -> None:
    submit(manager, market)
    answer(owner, market, "1")
    assert "Chưa ai làm thay bạn việc gì." in text(owner.get("/ban-hang/lam-thay/"))
    manager.post("/ban-hang/chon/", {"work_for": market.household.pk})
    manager.post(f"/ban-hang/hang/ton/{market.lotus.pk}", {"on_hand": "4", "seller": market.household.pk})
    page = text(owner.get("/ban-hang/lam-thay/"))
    assert "Đếm lại hàng trong kho" in page
    assert "Trần Văn Quản" in page
    assert manager.get("/ban-hang/lam-thay/").status_code == 403


@pytest.mark.parametrize(
    ("who", "sees"),
    [("manager", True), ("owner", True), ("official", True), ("official elsewhere", False), ("buyer", False),
     ("another seller", False), ("guest", False)],
)  # fmt: skip
def test_consent_picture_is_shown_to_permitted_users_only(
    manager: Client, owner: Client, market: Market, member: CooperativeMember, who: str, sees: bool
) -> None:
    from places.models import Unit
    from tests.factories import make_seller

    submit(manager, market)
    person = {
        "manager": market.manager, "owner": market.household_owner, "guest": None, "buyer": make_user(),
        "official": make_officer("commune", market.household.unit),
        "official elsewhere": make_officer("commune", Unit.objects.get(code="30112")),
        "another seller": make_user(),
    }[who]  # fmt: skip
    if who == "another seller":
        make_seller(manager=person)
    browser = Client()
    if person:
        browser.force_login(person)

    result = browser.get(f"/phieu-dong-y/{member.pk}.jpg")

    assert result.status_code == (200 if sees else 404)
    if sees:
        assert result["Content-Disposition"] == f'inline; filename="phieu-dong-y-{member.pk}.jpg"'
        assert (result["Content-Type"], result["Cache-Control"]) == ("image/jpeg", "private, no-store")
        picture = Image.open(io.BytesIO(result.content))
        assert (picture.size, dict(picture.getexif())) == ((120, 160), {})
        assert b"GPS" not in result.content


def test_consent_picture_is_not_a_public_file(
    client: Client, manager: Client, market: Market, member: CooperativeMember
) -> None:
    submit(manager, market)
    member.refresh_from_db()
    assert default_storage.exists(member.paper_file)
    for browser in (client, manager):
        assert browser.get(f"/media/{member.paper_file}").status_code == 404


def test_official_records_consent_again_after_a_withdrawal(
    owner: Client, manager: Client, market: Market, member: CooperativeMember
) -> None:
    answer(owner, market, "1")
    answer(owner, market, "0")
    officer = Client()
    officer.force_login(make_officer("commune", market.household.unit))
    case = f"/co-quan/xac-minh/nguoi-ban/{market.household.pk}/"
    where = f"{case}dong-y/{market.cooperative.pk}"
    assert officer.post(where, paper(f"cooperative{market.cooperative.pk}", number="")).status_code == 422
    assert officer.post(where, paper(f"cooperative{market.cooperative.pk}", number="15")).status_code == 302
    member.refresh_from_db()
    assert (member.consent_withdrawn_at, member.consent_evidence) == (None, "Phiếu số 15, ký 03/06/2026")
    assert "Phiếu số 15, ký 03/06/2026" in text(officer.get(case))
    assert "đang được làm thay bạn" in text(owner.get("/ban-hang/"))
