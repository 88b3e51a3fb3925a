"""How a request reaches VNPay: by the transport that settings.VNPAY_TRANSPORT names."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from core.http.client import NoAnswer, NotSent, post_json
from payments.providers.vnpay.config import merchant

__all__ = ["SECONDS", "NoAnswer", "NotSent", "post", "post_https"]

SECONDS = 15.0  # for all of a call


def post(message: Mapping[str, str]) -> dict[str, Any]:
    """Send one signed message to merchant_webapi, once, and return its answer; raises NoAnswer, NotSent.

    Never by HTTP to ourselves: a few workers that wait for one another would all stand still.
    """
    answer: dict[str, Any] = import_string(settings.VNPAY_TRANSPORT)(message)
    return answer


def post_https(message: Mapping[str, str]) -> dict[str, Any]:
    """To the address of the settings."""
    return post_json(merchant().api_url, message, seconds=SECONDS)
