"""DongPay signs every message: HMAC-SHA256 of its sorted fields, joined by line feeds."""

import hashlib
import hmac
from collections.abc import Mapping

from tests.payments.providers.dongpay import SECRET


def sign(fields: Mapping[str, str]) -> str:
    text = "\n".join(f"{key}={fields[key]}" for key in sorted(fields) if key != "signature")
    return hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()


def signed(fields: Mapping[str, str]) -> dict[str, str]:
    return {**fields, "signature": sign(fields)}


def is_signed(fields: Mapping[str, str]) -> bool:
    return hmac.compare_digest(fields.get("signature", "").encode(), sign(fields).encode())
