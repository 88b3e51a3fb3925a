"""The middleware of every page."""

from urllib.parse import unquote_to_bytes

import pytest
from django.test import Client

from tests.factories import make_officer, make_user

pytestmark = pytest.mark.django_db
RETURN = "/thanh-toan/vnpay/tro-ve?vnp_TxnRef=%00%00"
OFFICE_PATHS = ["/co-quan/chi-tra/lap-tep", "/co-quan/chi-tra/khoan/po_1/tra-ve"]


@pytest.mark.parametrize("address", OFFICE_PATHS)
@pytest.mark.parametrize("name", ["payout", "reason", "bất kỳ"])
def test_form_with_nul_is_400(address: str, name: str) -> None:
    """PostgreSQL cannot store NUL: such a form is refused before any view reads it."""
    client = Client(raise_request_exception=False)
    client.force_login(make_officer("operator"))
    assert client.post(address, {name: ["po_1", "a\x00b"]}).status_code == 400
    assert client.post(address, {name: ["po_1", "ab"]}).status_code != 400


@pytest.mark.parametrize("bad", ["%ED%A0%80", "%FF%FE", "a%80", "%C3"])
def test_input_that_is_not_utf8_is_400(bad: str) -> None:
    client, form = Client(raise_request_exception=False), "application/x-www-form-urlencoded"
    client.force_login(make_officer("operator"))
    raw = unquote_to_bytes(bad)
    with_file = b'--x\r\nContent-Disposition: form-data; name="reason"\r\n\r\n' + raw + b"\r\n--x--\r\n"
    for address in OFFICE_PATHS:
        assert client.post(address, f"payout=po_1&reason={bad}", content_type=form).status_code == 400
        assert client.post(address, f"{bad}=1", content_type=form).status_code == 400
        assert client.post(address, b"reason=" + raw, content_type=form).status_code == 400
        assert client.post(address, with_file, content_type="multipart/form-data; boundary=x").status_code == 400
        assert client.post(address, "reason=%C4%91%EF%BF%BD", content_type=form).status_code != 400
    for address in ("/tim?q=", "/tim?trang=1&", "/don/?ma=", "/dia-chi/goi-y?commune="):
        assert client.get(address + bad).status_code == 400, address
    assert client.get("/tim?q=xo%C3%A0i").status_code == 200


def test_api_bodies_with_nul_are_refused_by_the_api() -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/v1/refunds", {"payment_intent": "a\x00b"})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/json")


@pytest.mark.parametrize("address", ["/don/%00/", "/bien-nhan/a%00b/", "/co-quan/hoan-tien/don/%00/"])
def test_path_with_nul_is_404(address: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_officer("operator"))
    assert client.get(address).status_code == 404


def test_query_string_with_nul_is_400() -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_officer("operator"))
    for address in (
        "/tim?q=%00",
        "/tim?%00=1",
        "/co-quan/nhat-ky/?viec=a%00b",
        "/co-quan/?noi=%00",
        "/dia-chi/goi-y?commune=%00",
        RETURN,
    ):
        assert client.get(address).status_code == 400, address


def test_admin_id_with_nul_is_refused() -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_user(is_staff=True, is_superuser=True))
    for address in ("accounts/user/%00/change/", "orders/order/a%00b/change/", "payments/payout/%00/history/"):
        assert client.get(f"/quan-tri/{address}").status_code == 404, address
    for pk in (2**63 + 1, "9" * 400, "-1", "%ED%A0%80"):
        assert client.get(f"/quan-tri/accounts/user/{pk}/change/").status_code in (302, 404), pk
    assert client.get("/quan-tri/accounts/user/?q=%00").status_code == 400
