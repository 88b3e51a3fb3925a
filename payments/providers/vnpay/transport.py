"""How a question reaches VNPay: over HTTPS, or straight into the stand-in that lives in this process."""

from collections.abc import Mapping
from typing import Any

import httpx
import orjson
from django.conf import settings

from payments.providers.vnpay.config import merchant

TIMEOUT = httpx.Timeout(10.0, connect=4.0)
_LARGEST_ANSWER = 64_000  # bytes; a real one is under a thousand


class NoAnswer(Exception):
    """VNPay did not answer, or not with one JSON object."""


def post(message: Mapping[str, str]) -> dict[str, Any]:
    """Send one signed message to merchant_webapi and return its answer; raises NoAnswer.

    Never by HTTP to ourselves: a few workers that wait for one another would all stand still.
    """
    if settings.VNPAY_SANDBOX:
        from payments.providers.vnpay.sandbox.api import answer

        return answer(message)
    try:
        response = httpx.post(merchant().api_url, json=dict(message), timeout=TIMEOUT, follow_redirects=False)
        response.raise_for_status()
        if len(response.content) > _LARGEST_ANSWER:
            raise NoAnswer("the answer is too long")
        found = orjson.loads(response.content)
    except (httpx.HTTPError, httpx.InvalidURL, orjson.JSONDecodeError) as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error
    if not isinstance(found, dict):
        raise NoAnswer("the answer is not an object")
    return found
