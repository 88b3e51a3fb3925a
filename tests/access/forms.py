"""The form for each address that takes one. It is valid, so that an authorised request changes something."""

import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog.models import Category
from core import clock
from tests.access.world import SIDE, SIDES
from tests.factories import PASSWORD

Supplied = Mapping[str, Any]
_BANK = {"bank_bin": "970436", "number": "0071009999999", "holder": "NGUYEN VAN A"}


def _photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (640, 640), "orange").save(out, "JPEG")
    return SimpleUploadedFile("anh.jpg", out.getvalue(), content_type="image/jpeg")


def _paper(prefix: str) -> dict[str, Any]:
    return {f"{prefix}-number": "13", f"{prefix}-signed_on": "2026-06-04", f"{prefix}-picture": _photo()}


def _returned(supplied: Supplied) -> dict[str, Any]:
    return {
        f"so-{supplied['line']}": "1", "reason": "damaged", "words": "Ba trái bị dập", "seen": str(supplied["price"]),
    }  # fmt: skip


def _words(supplied: Supplied) -> dict[str, Any]:
    category = Category.objects.earliest("pk").pk
    return {"name": "Tên mới", "category_id": category, "days_to_ship": "2", "tax_category": "goods"}


_PACK = {"pack": "Túi", "price": "150.000", "net_weight_g": "1", "weight_g": "1,2", "on_hand": "3"}

_OF_ADDRESS: dict[str, Callable[[Supplied], Any]] = {
    "account:erase": lambda supplied: {"password": PASSWORD, "sure": "on", "confirm": "on"},
    "account:password": lambda supplied: {"old_password": PASSWORD, "new_password": "vuon xoai chin vang tren cay"},
    "account:reauthenticate": lambda supplied: {"password": PASSWORD},
    "account:set-password": lambda supplied: {"password": "vuon xoai chin vang tren cay"},
    "account:sign-in": lambda supplied: {"identifier": "0999999999", "password": "sai roi"},
    "shop:cart-add": lambda supplied: {
        "variant_id": supplied["variant_id"], "product_id": supplied["product_id"], "quantity": "1"
    },
    "shop:cart-change": lambda supplied: {"variant_id": supplied["variant_id"], "quantity": "2"},
    "shop:checkout": lambda supplied: {"action": "review", "buyer_name": "Ai đó", "phone": "0912000111"},
    "shop:choose-place": lambda supplied: {"commune": "my tho"},
    "shop:language": lambda supplied: {"language": "en"},
    "shop:order-return": _returned,
    "shop:orders": lambda supplied: {"code": supplied["code"], "phone": SIDES[SIDE].guest.phone},
    "seller:choose": lambda supplied: {"work_for": supplied["seller_id"]},
    "seller:pos": lambda supplied: {"amount": "50.000", "method": "cash"},
    "seller:pos-sale-void": lambda supplied: {"why": "Ghi nhầm"},
    "seller:member-agree": lambda supplied: _paper(f"household{supplied['household_id']}"),
    "seller:new-product": lambda supplied: {**_words(supplied), **_PACK},
    "seller:order-cancel": lambda supplied: {"reason": "other"},
    "seller:order-open-return": _returned,
    "seller:order-confirm-refund": lambda supplied: {"proof": "FT1234"},
    "seller:product": _words,
    "seller:product-certificate": lambda supplied: {
        "ocop-stars": "4", "ocop-group": "1", "ocop-decision_no": "99/QĐ", "ocop-authority": "UBND",
        "ocop-issued_on": "2026-02-03",
    },
    "seller:declaration-submit": lambda supplied: {"declaration-evidence": "Sổ vườn"},
    "seller:product-new-pack": lambda supplied: {f"new-{name}": value for name, value in _PACK.items()},
    "seller:product-pack": lambda supplied: {"is_active": "0"},
    "seller:product-photos": lambda supplied: {"photos": _photo()},
    "seller:product-publish": lambda supplied: {"publish": "0"},
    "seller:return-accept": lambda supplied: {"return_id": supplied["return"]},
    "seller:return-decline": lambda supplied: {"return_id": supplied["return"], "answer": "Hàng còn tốt"},
    "seller:shop": lambda supplied: {"phone": "0912000222", "about": "Mới", "email": "", "cash_at_pickup": "on"},
    "seller:shop-bank": lambda supplied: {f"bank-{name}": value for name, value in _BANK.items()},
    "seller:shop-consent": lambda supplied: {"agree": supplied.get("agree", "0")},
    "seller:shop-feeds": lambda supplied: {"kind": "casso", "casso-key": "khoa-moi"},
    "seller:shop-offer": lambda supplied: {"note": "Giờ mở cửa mới"},
    "seller:shop-rates": lambda supplied: {
        f"{zone}-{name}": value
        for zone in ("commune", "province", "country", "near", "far")
        for name, value in {
            "serves": "on", "base_price": "31000", "base_weight_g": "2", "price_per_extra_kg": "5000",
            "max_weight_g": "20", "min_days": "1", "max_days": "3",
        }.items()
    },
    "seller:shop-schedule": lambda supplied: {"when": "daily:1"},
    "seller:stock": lambda supplied: {"on_hand": "300"},
    "seller:transfer-answer": lambda supplied: {"what": "returned", "note": "Đã trả khách"},
    "office:bank-account": lambda supplied: {f"account-{name}": value for name, value in _BANK.items()},
    "office:bank-feed": lambda supplied: {"kind": "casso", "casso-key": "khoa-moi"},
    "office:certificate-case": lambda supplied: {"decision": "verify"},
    "office:resolve-message": lambda supplied: {"note": "Đã xem"},
    "office:confirm-batch": lambda supplied: {"bank_reference": "FT99"},
    "office:confirm-payout": lambda supplied: {"bank_reference": "FT99"},
    "office:decide-bank-transfer": lambda supplied: {"decision": "returned", "note": "Đã trả"},
    "office:decide-payment": lambda supplied: {"paid": "1", "note": "Đã xem sao kê"},
    "office:declaration-case": lambda supplied: {"decision": "verify"},
    "office:similar-differences": lambda ids: {"line": ids["line_id"], "decision": "accept", "note": "Đã xem"},
    "office:missing-payment": lambda supplied: {"note": "Đã hỏi"},
    "office:refund-approve": lambda supplied: {"approved": "1"},
    "office:refund-decide": lambda supplied: {"paid": "1", "note": "FT99"},
    "office:refund-retry": lambda supplied: {"note": "FT99"},
    "office:reject-payout": lambda supplied: {"reason": "Sai tên"},
    "office:return-accept": lambda supplied: {"return_id": supplied["return"]},
    "office:return-decline": lambda supplied: {"return_id": supplied["return"], "answer": "Hàng còn tốt"},
    "office:return-open": _returned,
    "office:seller-case": lambda supplied: {"verified": "0"},
    "office:seller-contract": lambda supplied: {"number": "HD-9", "signed_on": "2026-06-04"},
    "office:seller-paper": lambda supplied: _paper(f"cooperative{supplied['cooperative_id']}"),
    "office:seller-tax-code": lambda supplied: {"tax_code": "9900000016"},
    "office:settlement-line": lambda supplied: {"decision": "accept", "note": "Đã xem"},
    "office:tax-declare": lambda supplied: {"filed_on": f"{clock.today()}", "reference": "1132026"},
    "office:tax-pay": lambda supplied: {"paid_on": f"{clock.today()}", "reference": "CT-1"},
    "payments:checkout-pay": lambda supplied: {"method": "vnpay"},
    "shop:place": lambda supplied: {"expected_total": "1"},
}  # fmt: skip
# Addresses that programs call take JSON.
_JSON: dict[str, Any] = {
    "graphql": {"query": "{ me { id } }"},
    "payments:feed": {"id": 1},
    "vnpay-sandbox:api": {},
    "vnpay-sandbox:control": {},
    "bank-sandbox:control": {},
}


def form_of(address: str, supplied: Supplied) -> tuple[Any, dict[str, str]]:
    """The body of a POST, and the options of Django's test client for it."""
    if address in _JSON:
        return json.dumps(_JSON[address]), {"content_type": "application/json"}
    make = _OF_ADDRESS.get(address)
    return (make(supplied) if make else {}), {}
