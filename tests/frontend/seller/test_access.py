"""Access to the seller's pages: who, for which seller, and the SQL budget."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import AuditEntry, User
from cooperatives.models import Seller
from cooperatives.services.add_member import add_member
from cooperatives.services.record_consent import record_consent
from cooperatives.services.withdraw_consent import withdraw_consent
from orders.fulfilment.services.confirm_order import confirm_order
from orders.fulfilment.services.fulfill_order import fulfill_order
from orders.models import Order
from tests.factories import make_officer, make_seller, make_user
from tests.frontend.seller.conftest import text
from tests.market import Market
from tests.orders.helpers import ipn, place, ready_cart, reread, start

PAGES = [
    "",
    "don/",
    "hang/",
    "hang/them/",
    "tien/",
    "cho/",
    "gian-hang/bao-tien/",
    "chon/",
    "thanh-vien/",
    "gian-hang/",
]
# SQL statements. The money page shows available, held and sent amounts and a month of entries: nine of its own, and the
# permission checks.
PAGE, LIST, MONEY = 10, 9, 12  # one of them: whether a new bank account is on hold


@pytest.mark.parametrize("page", [*PAGES, "don/7K2P-9DXM-4H/", "hang/1/"])
def test_guests_are_sent_to_sign_in(client: Client, db: None, page: str) -> None:
    answer = client.get(f"/ban-hang/{page}")
    assert (answer.status_code, answer["Location"]) == (302, f"/dang-nhap/?next=/ban-hang/{page}")


@pytest.mark.parametrize("page", PAGES)
def test_user_without_a_seller_sees_the_next_step(enter: Callable[[User], Client], db: None, page: str) -> None:
    for user in (make_user(), make_officer("operator")):
        answer = enter(user).get(f"/ban-hang/{page}")
        assert answer.status_code == 403
        assert "Bạn chưa có gian hàng" in text(answer)


def test_every_page_keeps_its_budget(
    manager: Client, market: Market, paid: Order, cash: Order, django_assert_max_num_queries: Callable
) -> None:
    of_order = [f"don/{paid.code}/{page}" for page in ("", "huy", "phieu")]
    for page in [*PAGES, *of_order, f"hang/{market.mango.product_id}/"]:
        with django_assert_max_num_queries(MONEY if page == "tien/" else PAGE):
            answer = manager.get(f"/ban-hang/{page}")
        assert answer.status_code == 200, page
        assert "style=" not in text(answer), page
        assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store"), page


def test_statement_count_does_not_depend_on_the_lists(
    manager: Client, market: Market, run_events: Callable, django_assert_num_queries: Callable
) -> None:
    counts = []
    for _ in range(2):
        checkout_id = ready_cart([(market.mango, 1)])
        order = place(checkout_id).orders[0]
        ipn(start(checkout_id))
        run_events()
        confirm_order(order_id=order.pk, actor=market.manager)
        fulfill_order(order_id=order.pk, actor=market.manager)
        run_events()
        result = []
        for page in ("", "don/?loai=tat-ca", "hang/", "tien/"):
            budget = MONEY if page == "tien/" else LIST
            with django_assert_num_queries(budget, exact=False) as counted:
                manager.get(f"/ban-hang/{page}")
            result.append(len(counted))
        counts.append(result)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("what", ["", "phieu", "huy"])
def test_order_of_another_seller_is_not_found(owner: Client, paid: Order, what: str) -> None:
    answer = owner.get(f"/ban-hang/don/{paid.code}/{what}")
    assert answer.status_code == 404
    assert "Nguyễn Thị Hoa" not in text(answer)


@pytest.mark.parametrize("what", ["xac-nhan", "giao", "huy"])
def test_order_of_another_seller_is_not_changed(owner: Client, paid: Order, what: str) -> None:
    answer = owner.post(f"/ban-hang/don/{paid.code}/{what}", {"cash_received": "on", "reason": "other"})
    assert answer.status_code == 404
    assert reread(paid).status == "UNCONFIRMED"


def test_product_of_another_seller_is_not_found(owner: Client, market: Market) -> None:
    product, variant = market.mango.product_id, market.mango.pk
    assert owner.get(f"/ban-hang/hang/{product}/").status_code == 404
    for address in (
        f"ton/{variant}", f"{product}/", f"{product}/dang", f"{product}/quy-cach", f"{product}/quy-cach/{variant}",
        f"{product}/anh", f"{product}/ocop",
    ):  # fmt: skip
        answer = owner.post(f"/ban-hang/hang/{address}", {"on_hand": "0", "publish": "0", "is_active": "0"})
        assert answer.status_code == 404, address
    market.mango.refresh_from_db()
    assert (market.mango.on_hand, market.mango.is_active, market.mango.product.is_published) == (10, True, True)


@pytest.fixture
def consent(market: Market) -> None:
    ids = {"cooperative_id": market.cooperative.pk, "household_id": market.household.pk}
    add_member(**ids, joined_on=date(2026, 1, 5))
    record_consent(**ids, evidence="Phiếu đồng ý số 12")


def work_for(client: Client, seller: Seller) -> str:
    client.post("/ban-hang/chon/", {"work_for": seller.pk})
    return text(client.get("/ban-hang/"))


@pytest.mark.usefixtures("consent")
def test_acting_for_a_member_is_shown_and_audited(manager: Client, market: Market, run_events: Callable) -> None:
    assert "Bạn đang làm thay" not in text(manager.get("/ban-hang/"))
    assert "Bạn đang làm thay cho <b>Hộ mẫu Sen</b>" in work_for(manager, market.household)
    checkout_id = ready_cart([(market.lotus, 1)])
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    run_events()
    manager.post(f"/ban-hang/don/{order.code}/xac-nhan")
    assert reread(order).status == "UNFULFILLED"
    entry = AuditEntry.objects.get(action="order.confirm")
    assert (entry.actor, entry.on_behalf_of) == (market.manager, f"cooperatives.Seller:{market.household.pk}")


@pytest.mark.usefixtures("consent")
def test_withdrawn_consent_ends_acting_at_once(manager: Client, market: Market) -> None:
    work_for(manager, market.household)
    withdraw_consent(cooperative_id=market.cooperative.pk, household_id=market.household.pk)
    page = text(manager.get("/ban-hang/"))
    assert "Bạn đang làm thay" not in page
    assert "HTX mẫu Mỹ Thọ" in page
    assert manager.get(f"/ban-hang/hang/{market.lotus.product_id}/").status_code == 404


def test_unrelated_seller_cannot_be_chosen(manager: Client, market: Market) -> None:
    assert "HTX mẫu Mỹ Thọ" in work_for(manager, market.household)
    assert "Hộ mẫu Sen" not in text(manager.get("/ban-hang/"))


@pytest.mark.usefixtures("consent")
def test_form_of_another_seller_changes_nothing(manager: Client, market: Market) -> None:
    work_for(manager, market.household)
    answer = manager.post(
        f"/ban-hang/hang/ton/{market.lotus.pk}", {"on_hand": "99", "seller": market.cooperative.pk}, follow=True
    )
    assert "Chưa lưu: trang đó mở cho gian hàng khác" in text(answer)
    market.lotus.refresh_from_db()
    assert market.lotus.on_hand == 5


def test_closed_seller_is_refused(owner: Client, market: Market) -> None:
    Seller.objects.filter(pk=market.household.pk).update(is_active=False)
    assert owner.get("/ban-hang/").status_code == 403


def test_unverified_seller_sees_its_state(enter: Callable[[User], Client], db: None) -> None:
    user = make_user()
    make_seller(manager=user, verified=False)
    assert "đang chờ cán bộ xã xác minh" in text(enter(user).get("/ban-hang/"))
