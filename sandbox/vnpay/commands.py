"""Test commands for the gateway, parsed from JSON; an error names the field and the choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from sandbox.vnpay import faults

_CHOICES = {
    "outcome": ("success", "wrong_otp", "insufficient", "cancel", "expired", "suspicious"),
    "order": ("ipn_first", "return_first"),
    "ipn": ("once", "duplicate", "late", "never", "bad_signature", "wrong_amount"),
}
_DEFAULTS = {"order": "ipn_first", "ipn": "once"}
_MOST_TIMES = 10_000


class BadCommand(Exception):
    """The command is invalid; the message names the field and the reason."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True)
class Command:
    """Set one payment's outcome now, the behaviour of its refunds (`refund`), or both."""

    txn_ref: str
    outcome: str  # "" if only its refunds are set
    order: str
    ipn: str
    refund: str = ""


@dataclass(frozen=True)
class Faults:
    """Faults from now on, for every payment; none if `plays` is empty."""

    plays: Mapping[str, str]
    times: int | None  # number of requests of each kind; None: until it is cleared


def read(body: bytes) -> Command | Faults:
    try:
        command = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadCommand("", f"the body is not JSON: {error}") from error
    if not isinstance(command, dict):
        raise BadCommand("", "the body must be one JSON object")
    if "fault" in command:
        return _read_faults(command)
    for field in command:
        if field not in ("txn_ref", "refund", *_CHOICES):
            raise BadCommand(str(field), "unknown field")
    only_refunds = "refund" in command and "outcome" not in command
    command = _DEFAULTS | command
    txn_ref = command.get("txn_ref")
    if not isinstance(txn_ref, str) or not txn_ref or len(txn_ref) > 100 or "\x00" in txn_ref:
        raise BadCommand("txn_ref", "the payment's vnp_TxnRef is required")
    refund = command.get("refund", "")
    if refund != "":
        _choose("refund", refund, faults.PLAYS["refund"])
    for field, choices in _CHOICES.items():
        if not (only_refunds and field == "outcome"):
            _choose(field, command.get(field), choices)
    return Command(txn_ref, command.get("outcome", ""), command["order"], command["ipn"], refund)


def _read_faults(command: Mapping[str, Any]) -> Faults:
    for field in command:
        if field != "fault":
            raise BadCommand(str(field), "`fault` comes alone")
    fault = command["fault"]
    if fault is None:
        return Faults({}, None)
    if not isinstance(fault, dict):
        raise BadCommand("fault", "an object of querydr, refund, ipn and times, or null")
    times = fault.get("times")
    if times is not None and (not isinstance(times, int) or isinstance(times, bool) or not 1 <= times <= _MOST_TIMES):
        raise BadCommand("fault.times", f"a number from 1 to {_MOST_TIMES}, or null")
    plays = {kind: choice for kind, choice in fault.items() if kind != "times" and choice is not None}
    for kind, choice in plays.items():
        if kind not in faults.PLAYS:
            raise BadCommand(f"fault.{kind}", "unknown field")
        _choose(f"fault.{kind}", choice, faults.PLAYS[kind])
    if not plays:
        raise BadCommand("fault", "one of querydr, refund, ipn is required; null clears")
    return Faults(plays, times)


def _choose(field: str, choice: object, choices: tuple[str, ...]) -> None:
    if choice not in choices:
        raise BadCommand(field, f"one of: {', '.join(choices)}")
