"""Gian hàng: the payout schedule is chosen from a list, by the shop's own manager."""

from django.test import Client

from payments.models import Payee
from tests.frontend.seller.conftest import text
from tests.market import Market

URL = "/ban-hang/gian-hang/lich-nhan-tien"


def stored(market: Market) -> tuple[str, int]:
    payee = Payee.objects.get(pk=market.cooperative.payee_ref)
    return payee.payout_interval, payee.payout_anchor


def test_chosen_schedule_is_shown(manager: Client, market: Market) -> None:
    page = text(manager.get("/ban-hang/gian-hang/"))
    assert "Tiền qua chợ được chuyển sáng thứ Hai hằng tuần." in page
    assert '<option value="weekly:1" selected>Sáng thứ Hai</option>' in page

    page = text(manager.post(URL, {"when": "monthly:15"}, follow=True))
    assert "Đã lưu lịch nhận tiền." in page
    assert "Tiền qua chợ được chuyển sáng ngày 15 hằng tháng." in page
    assert stored(market) == ("monthly", 15)
    manager.post(URL, {"when": "manual:1"})
    assert stored(market) == ("manual", 1)


def test_invalid_schedule_is_refused(manager: Client, market: Market) -> None:
    for when in ("", "monthly:29", "weekly:0", "x"):
        answer = manager.post(URL, {"when": when})
        assert answer.status_code == 422
    assert stored(market) == ("weekly", 1)


def test_form_of_another_seller_changes_nothing(owner: Client, market: Market) -> None:
    answer = owner.post(URL, {"when": "daily:1", "seller": market.cooperative.pk}, follow=True)
    assert "Chưa lưu" in text(answer)
    assert stored(market) == ("weekly", 1)
