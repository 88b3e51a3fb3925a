"""The shop's requests to merchant_webapi, answered in this process (settings.VNPAY_TRANSPORT)."""

from collections.abc import Mapping
from typing import Any

from core.http.client import NoAnswer, NotSent
from sandbox.vnpay import api, faults


def post(message: Mapping[str, str]) -> dict[str, Any]:
    """The stand-in's answer; raises NoAnswer or NotSent for a configured fault."""
    try:
        return dict(api.answer(message))
    except faults.Unreachable as error:
        raise NotSent(str(error)) from error
    except faults.NoResponse as error:
        raise NoAnswer(str(error)) from error
