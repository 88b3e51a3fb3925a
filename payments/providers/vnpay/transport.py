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
    """VNPay did not answer, or not with one JSON object. It may have done what it was asked."""


class NotSent(NoAnswer):
    """No connection came about: nothing was sent, so the same may be sent later."""


def post(message: Mapping[str, str]) -> dict[str, Any]:
    """Send one signed message to merchant_webapi, once, and return its answer; raises NoAnswer, NotSent.

    Never by HTTP to ourselves: a few workers that wait for one another would all stand still.
    """
    if settings.VNPAY_SANDBOX:
        return _in_process(message)
    try:
        response = httpx.post(merchant().api_url, json=dict(message), timeout=TIMEOUT, follow_redirects=False)
        response.raise_for_status()
        if len(response.content) > _LARGEST_ANSWER:
            raise NoAnswer("the answer is too long")
        found = orjson.loads(response.content)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise NotSent(f"{type(error).__name__}: {error}") from error
    except (httpx.HTTPError, orjson.JSONDecodeError) as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error
    if not isinstance(found, dict):
        raise NoAnswer("the answer is not an object")
    return found


def _in_process(message: Mapping[str, str]) -> dict[str, Any]:
    from payments.providers.vnpay.sandbox import api, faults

    try:
        return dict(api.answer(message))
    except faults.Unreachable as error:
        raise NotSent(str(error)) from error
    except faults.Unheard as error:
        raise NoAnswer(str(error)) from error
