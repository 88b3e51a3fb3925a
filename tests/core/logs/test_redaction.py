"""Data that must not be logged is removed from any text."""

import psycopg
import pytest
from django.test import RequestFactory
from django.urls import resolve

from core.logs.redaction import redact
from core.logs.routes import mask, shown

TOKEN = "fX3_kq-9aZLw0pT5rVb7NcYdE1uHsGjMiOeKxQyWzAB"


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        (f"Not Found: /dat-mat-khau/{TOKEN}", "Not Found: /dat-mat-khau/fX3_*"),
        (f"https://cho.vn/dat-mat-khau/{TOKEN}/x?next=/", "https://cho.vn/dat-mat-khau/fX3_*?*"),
        ("GET /thanh-toan/7K2P-9DXM-4H/ failed", "GET /thanh-toan/7K2P* failed"),
        ("/bien-nhan/7K2P-9DXM-4H/", "/bien-nhan/7K2P*"),
        ("/payments/feeds/sepay/abcdefghijklmnop", "/payments/feeds/sepay/abcd*"),
        ("/payments/checkout/cs_test_a1B2c3D4e5F6/pay", "/payments/checkout/cs_test_a1B2*"),
        ("/payments/vietqr/pi_a1B2c3D4e5F6/XYZ123", "/payments/vietqr/pi_a1B2*"),
        ("No such session: 'cs_test_a1B2c3D4e5F6'", "No such session: 'cs_test_a1B2*'"),
        ("pi_a1B2c3D4e5F6_secret_a1B2c3D4", "pi_a1B2*"),
        ("key sk_test_a1B2c3D4, whsec_abc", "key sk_test_*, whsec_*"),
        ("bearer eyJhbGciOiJI.eyJ1c2VyIjox.c2ln", "bearer eyJ*"),
        ("postgres://choxa:p4ss@127.0.0.1/x", "postgres://*@127.0.0.1/x"),
        ("call /payments/vnpay/ipn?vnp_SecureHash=abc now", "call /payments/vnpay/ipn?* now"),
        ("to 0912345678, +84 912 345 678", "to 0*, 0*"),
        ("by lan.nguyen@example.vn", "by *@example.vn"),
        ("amount 120000, day 2026-11-30, Attempt 12", "amount 120000, day 2026-11-30, Attempt 12"),
        ("/ban-hang/hang/12/, /hang/xoai-cat-12/", "/ban-hang/hang/12/, /hang/xoai-cat-12/"),
    ],
)
def test_secrets_are_masked_and_the_rest_kept(text: str, instead: str) -> None:
    assert redact(text) == instead


def test_values_quoted_by_postgresql_are_masked() -> None:
    text = "UniqueViolation: duplicate key\nDETAIL:  Key (name)=(Nguyễn\n\nVăn) exists.\n\nThe above exception …"
    assert redact(text) == "UniqueViolation: duplicate key\nDETAIL: *\n\nThe above exception …"
    assert redact(f"x\n{psycopg.errors.lookup('23505').__name__}\nCONTEXT:  portal = 'Lan'").endswith("CONTEXT: *")


def test_values_of_the_request_are_masked() -> None:
    request = RequestFactory().post(
        "/dang-nhap/", {"password": "một mật khẩu"}, headers={"Authorization": "Basic eHl6"}
    )
    request.COOKIES["choxa_session"] = "s" * 32
    assert request.POST
    assert redact(f"una {'s' * 32} đos một mật khẩu eHl6", request) == "una * đos * *"


def test_path_parameters_are_masked_wherever_repeated() -> None:
    request = RequestFactory().get("/x")
    request.resolver_match = resolve("/nguoi-ban/xoai/")
    assert redact("seller xoai", request) == "seller xoai"
    request.resolver_match = resolve(f"/dat-mat-khau/{TOKEN}")
    assert redact(f"NoReverseMatch {{'token': '{TOKEN}'}}", request) == "NoReverseMatch {'token': 'fX3_*'}"


@pytest.mark.parametrize(
    ("name", "value", "seen"),
    [
        ("product_id", 12, "12"),
        ("code", "7K2P-9DXM-4H", "7K2P*"),
        ("code", "0912345678", "*"),
        ("code", "short", "*"),
        ("slug", "xoai-cat", "xoai-cat"),
        ("payout_id", "po_a1B2c3D4e5F6", "po_a1B2*"),
    ],
)
def test_ids_are_shortened(name: str, value: object, seen: str) -> None:
    assert shown(name, value) == seen


def test_token_with_underscores_is_masked_whole() -> None:
    assert mask("a_bcdefghijkl_mnopqrst") == "a_bc*"
