"""The demo's keys of the payment API, derived from SECRET_KEY, so that only their digests are stored."""

import hashlib
import hmac
from typing import Any

from django.conf import settings

from cooperatives.models import Seller
from payments.api.authentication import prefix
from payments.api.services.create_api_key import create_api_key
from payments.models import ApiKeyKind
from payments.webhooks.signing import demo_secret


def ensure_keys() -> dict[str, str]:
    """The secret key, and the restricted one that reads everything and writes nothing; made where they are missing."""
    keys = {}
    for kind, permissions in ((ApiKeyKind.SECRET, {}), (ApiKeyKind.RESTRICTED, {"*": "read"})):
        create_api_key(kind=kind, permissions=permissions, name="Khóa mẫu", key=_key(kind))
        keys[f"{kind}_key"] = _key(kind)
    return keys


def describe_keys(cooperative: str) -> dict[str, Any]:
    """What a program needs to use the payment API as the operator; `account` is what the demo person of the
    cooperative (a phone number) acts for, None where no seller was loaded.
    """
    seller = Seller.objects.filter(memberships__user__phone=cooperative).order_by("pk").first()
    return {**ensure_keys(), "webhook_secret": demo_secret(), "account": seller.payee_ref if seller else None}


def _key(kind: str) -> str:
    derived = hmac.new(settings.SECRET_KEY.encode(), f"choxa demo {kind} key".encode(), hashlib.sha256)
    return prefix(kind, livemode=False) + derived.hexdigest()
