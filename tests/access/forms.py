"""What is sent to each address that takes a form: in order, so that whoever may changes something."""

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

Given = Mapping[str, Any]
_BANK = {"bank_bin": "970436", "number": "0071009999999", "holder": "NGUYEN VAN A"}


def _photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (640, 640), "orange").save(out, "JPEG")
    return SimpleUploadedFile("anh.jpg", out.getvalue(), content_type="image/jpeg")


def _paper(prefix: str) -> dict[str, Any]:
    return {f"{prefix}-number": "13", f"{prefix}-signed_on": "2026-06-04", f"{prefix}-picture": _photo()}


def _returned(given: Given) -> dict[str, Any]:
    return {
        f"so-{given['line']}": "1", "reason": "damaged", "words": "Ba trái bị dập", "seen": str(given["price"]),
    }  # fmt: skip


def _words(given: Given) -> dict[str, Any]:
    category = Category.objects.earliest("pk").pk
    return {"name": "Tên mới", "category_id": category, "days_to_ship": "2", "tax_category": "goods"}


_PACK = {"pack": "Túi", "price": "150.000", "net_weight_g": "1", "weight_g": "1,2", "on_hand": "3"}

_OF_ADDRESS: dict[str, Callable[[Given], Any]] = {
    "account:erase": lambda given: {"password": PASSWORD, "sure": "on", "confirm": "on"},
    "account:password": lambda given: {"old_password": PASSWORD, "new_password": "vuon xoai chin vang tren cay"},
    "account:reauthenticate": lambda given: {"password": PASSWORD},
    "account:set-password": lambda given: {"password": "vuon xoai chin vang tren cay"},
    "account:sign-in": lambda given: {"identifier": "0999999999", "password": "sai roi"},
    "shop:cart-add": lambda given: {
        "variant_id": given["variant_id"], "product_id": given["product_id"], "quantity": "1"
    },
    "shop:cart-change": lambda given: {"variant_id": given["variant_id"], "quantity": "2"},
    "shop:checkout": lambda given: {"action": "review", "buyer_name": "Ai đó", "phone": "0912000111"},
    "shop:choose-place": lambda given: {"commune": "my tho"},
    "shop:language": lambda given: {"language": "en"},
    "shop:order-return": _returned,
    "shop:orders": lambda given: {"code": given["code"], "phone": SIDES[SIDE].guest.phone},
    "seller:choose": lambda given: {"work_for": given["seller_id"]},
    "seller:counter": lambda given: {"amount": "50.000", "method": "cash"},
    "seller:counter-undo": lambda given: {"why": "Ghi nhầm"},
    "seller:member-agree": lambda given: _paper(f"household{given['household_id']}"),
    "seller:new-product": lambda given: {**_words(given), **_PACK},
    "seller:order-cancel": lambda given: {"reason": "other"},
    "seller:order-give": _returned,
    "seller:order-returned": lambda given: {"proof": "FT1234"},
    "seller:product": _words,
    "seller:product-certificate": lambda given: {
        "ocop-stars": "4", "ocop-group": "1", "ocop-decision_no": "99/QĐ", "ocop-authority": "UBND",
        "ocop-issued_on": "2026-02-03",
    },
    "seller:product-declare": lambda given: {"declaration-evidence": "Sổ vườn"},
    "seller:product-new-pack": lambda given: {f"new-{name}": value for name, value in _PACK.items()},
    "seller:product-pack": lambda given: {"is_active": "0"},
    "seller:product-photos": lambda given: {"photos": _photo()},
    "seller:product-publish": lambda given: {"publish": "0"},
    "seller:return-accept": lambda given: {"return_id": given["return"]},
    "seller:return-decline": lambda given: {"return_id": given["return"], "answer": "Hàng còn tốt"},
    "seller:shop": lambda given: {"phone": "0912000222", "about": "Mới", "email": "", "cash_at_pickup": "on"},
    "seller:shop-bank": lambda given: {f"bank-{name}": value for name, value in _BANK.items()},
    "seller:shop-consent": lambda given: {"agree": given.get("agree", "0")},
    "seller:shop-feeds": lambda given: {"kind": "casso", "casso-key": "khoa-moi"},
    "seller:shop-offer": lambda given: {"note": "Giờ mở cửa mới"},
    "seller:shop-rates": lambda given: {
        f"{zone}-{name}": value
        for zone in ("commune", "province", "country", "near", "far")
        for name, value in {
            "serves": "on", "base_price": "31000", "base_weight_g": "2", "price_per_extra_kg": "5000",
            "max_weight_g": "20", "min_days": "1", "max_days": "3",
        }.items()
    },
    "seller:shop-schedule": lambda given: {"when": "daily:1"},
    "seller:stock": lambda given: {"on_hand": "300"},
    "seller:transfer-answer": lambda given: {"what": "returned", "note": "Đã trả khách"},
    "office:bank-account": lambda given: {f"account-{name}": value for name, value in _BANK.items()},
    "office:bank-feed": lambda given: {"kind": "casso", "casso-key": "khoa-moi"},
    "office:certificate-case": lambda given: {"decision": "verify"},
    "office:close-question": lambda given: {"note": "Đã xem"},
    "office:confirm-batch": lambda given: {"bank_reference": "FT99"},
    "office:confirm-payout": lambda given: {"bank_reference": "FT99"},
    "office:decide-bank-transfer": lambda given: {"decision": "returned", "note": "Đã trả"},
    "office:decide-payment": lambda given: {"paid": "1", "note": "Đã xem sao kê"},
    "office:declaration-case": lambda given: {"decision": "verify"},
    "office:similar-differences": lambda given: {"line": given["line_id"], "decision": "accept", "note": "Đã xem"},
    "office:missing-payment": lambda given: {"note": "Đã hỏi"},
    "office:refund-approve": lambda given: {"approved": "1"},
    "office:refund-decide": lambda given: {"paid": "1", "note": "FT99"},
    "office:refund-retry": lambda given: {"note": "FT99"},
    "office:reject-payout": lambda given: {"reason": "Sai tên"},
    "office:return-accept": lambda given: {"return_id": given["return"]},
    "office:return-decline": lambda given: {"return_id": given["return"], "answer": "Hàng còn tốt"},
    "office:return-give": _returned,
    "office:seller-case": lambda given: {"verified": "0"},
    "office:seller-contract": lambda given: {"number": "HD-9", "signed_on": "2026-06-04"},
    "office:seller-paper": lambda given: _paper(f"cooperative{given['cooperative_id']}"),
    "office:seller-tax-code": lambda given: {"tax_code": "9900000016"},
    "office:settlement-line": lambda given: {"decision": "accept", "note": "Đã xem"},
    "office:tax-declare": lambda given: {"filed_on": f"{clock.today()}", "reference": "1132026"},
    "office:tax-pay": lambda given: {"paid_on": f"{clock.today()}", "reference": "CT-1"},
    "payments:checkout-pay": lambda given: {"method": "vnpay"},
    "shop:place": lambda given: {"expected_total": "1"},
}  # fmt: skip
# Addresses of machines take JSON.
_JSON: dict[str, Any] = {
    "graphql": {"query": "{ me { id } }"},
    "payments:feed": {"id": 1},
    "vnpay-sandbox:api": {},
    "vnpay-sandbox:control": {},
    "bank-sandbox:control": {},
}


def form_of(address: str, given: Given) -> tuple[Any, dict[str, str]]:
    """What to send with a POST, and the options of Django's test client with it."""
    if address in _JSON:
        return json.dumps(_JSON[address]), {"content_type": "application/json"}
    make = _OF_ADDRESS.get(address)
    return (make(given) if make else {}), {}
