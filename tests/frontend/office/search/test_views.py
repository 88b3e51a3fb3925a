"""The operator's search: by order code, phone, TxnRef and the text of a transfer."""

import pytest
from django.test import Client

from orders.models import Order
from payments.models import Attempt
from tests.factories import make_officer
from tests.frontend.office.figures.test_overview import text_of
from tests.market import make as make_market
from tests.orders.helpers import PHONE, place, ready_cart
from tests.orders.returns.helpers import delivered

pytestmark = pytest.mark.django_db
URL = "/co-quan/hoan-tien/tim"


@pytest.fixture
def market(db):
    return make_market()


@pytest.fixture
def operator(market) -> Client:
    client = Client()
    client.force_login(make_officer("operator"))
    return client


@pytest.fixture
def order(market, run_events) -> Order:
    return delivered(market, run_events)


@pytest.mark.parametrize("spelling", ["{phone}", " 0912.345.678 ", "+84912345678"])
def test_one_order_of_a_phone_is_opened(operator, order, spelling: str) -> None:
    answer = operator.get(URL, {"ma": spelling.format(phone=PHONE)})
    assert answer.headers["Location"] == f"/co-quan/hoan-tien/don/{order.code}/"


def test_several_orders_of_a_phone_are_listed(operator, order, market) -> None:
    other = place(ready_cart([(market.mango, 1)], method="cash")).orders[0]
    page = text_of(operator.get(URL, {"ma": PHONE}))
    assert page.index(other.code) < page.index(f"{order.code} ·")


def test_payment_reference_opens_its_order(operator, order) -> None:
    reference = Attempt.objects.get(intent_id=order.allocation.intent_id).reference
    for typed in (reference, reference.lower(), f"chuyen tien {reference}"):
        assert operator.get(URL, {"ma": typed}).headers["Location"] == f"/co-quan/hoan-tien/don/{order.code}/"


def test_search_without_a_result_is_explained(operator, order) -> None:
    page = text_of(operator.get(URL, {"ma": "khong co gi nhu vay"}, follow=True))
    assert "Không tìm thấy đơn, khoản thanh toán hay chuyển khoản nào cho “khong co gi nhu vay”." in page
