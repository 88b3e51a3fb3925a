"""Error pages: friendly, with a link onwards; bad input is never a 500."""

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from catalog.models import Variant
from frontend.common import error_pages
from orders.models import Checkout
from tests.frontend.shop.helpers import keeps_the_policy, words
from tests.log_lines import log_lines

pytestmark = pytest.mark.django_db


def test_not_found_page_offers_search(client, units):
    page = client.get("/khong/co/trang/nay")
    assert page.status_code == 404
    assert "Không có trang này" in words(page)
    assert keeps_the_policy(page)


def test_invalid_csrf_token_is_explained_and_changes_nothing(market):
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(reverse("shop:cart-add"), {"variant_id": market.mango.pk, "quantity": 1})
    assert page.status_code == 403
    assert "Trang đã mở quá lâu" in words(page)
    assert not Checkout.objects.exists()
    assert Variant.objects.get(pk=market.mango.pk).reserved == 0


def test_server_error_page_needs_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = error_pages.server_error(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "Đây là lỗi của chúng tôi" in words(page)
    assert "Mã yêu cầu" not in words(page)


def test_server_error_page_shows_the_request_id_of_the_log(db, monkeypatch):
    def fail(*arguments: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("core.middleware.TextOnlyMiddleware.process_view", fail)
    with log_lines() as lines:
        page = Client(raise_request_exception=False).get("/gio/")
    assert page.status_code == 500
    [request_id] = re.findall(r"Mã yêu cầu, khi bạn báo lỗi: (req_\w{24})", words(page))
    assert f"request={request_id} " in lines.text


def test_forbidden_page_is_explained(rf, units):
    request = rf.get("/ban-hang/")
    request.session = {}
    page = error_pages.forbidden(request)
    assert page.status_code == 403
    assert "Bạn không có quyền xem trang này" in words(page)


@pytest.mark.parametrize("name", ["cart-add", "cart-change", "place", "choose-place", "language", "checkout-delivery"])
def test_get_on_a_writing_address_is_405(client, units, name):
    assert client.get(reverse(f"shop:{name}")).status_code == 405
