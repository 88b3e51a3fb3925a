"""How a question reaches VNPay: over HTTPS, or straight into the stand-in that lives in this process."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from core.http.client import NoAnswer, NotSent, post_json
from payments.providers.vnpay.config import merchant

SECONDS = 15.0  # for all of a call


def post(message: Mapping[str, str]) -> dict[str, Any]:
    """Send one signed message to merchant_webapi, once, and return its answer; raises NoAnswer, NotSent.

    Never by HTTP to ourselves: a few workers that wait for one another would all stand still.
    """
    if settings.VNPAY_SANDBOX:
        return _in_process(message)
    return post_json(merchant().api_url, message, seconds=SECONDS)


def _in_process(message: Mapping[str, str]) -> dict[str, Any]:
    from sandbox.vnpay import api, faults

    try:
        return dict(api.answer(message))
    except faults.Unreachable as error:
        raise NotSent(str(error)) from error
    except faults.Unheard as error:
        raise NoAnswer(str(error)) from error
