"""Test control of the bank: POST /bank-sandbox/control books one transfer and returns the shop's answers."""

from typing import Any

import orjson
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.money import MAX_DONG
from payments.bank.feeds import CALLING
from payments.base.mode import livemode
from payments.models import BankAccount, BankTransfer, TransferState
from sandbox.banks.bank import Order, transfer

_FIELDS = ("account", "amount", "content", "feed", "reference", "repeat", "bad_signature")
MOST = 20  # calls about one transfer


class BadCommand(Exception):
    """The command is invalid; the message names the field and the reason."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@csrf_exempt
@require_POST
def control(request: HttpRequest) -> JsonResponse:
    """{account, amount, content, feed: sepay|casso|payos, reference?, repeat?, bad_signature?}

    → {answer, status, answers: [{status, answer}], transfer: {id, state, question, payment_intent, attempt} | null}
    """
    try:
        answers = transfer(_read(request.body))
    except BadCommand as error:
        return JsonResponse({"error": {"field": error.field, "message": str(error)}}, status=400)
    status, answer, results = answers[-1]
    return JsonResponse(
        {
            "answer": answer,
            "status": status,
            "answers": [{"status": status, "answer": answer} for status, answer, _results in answers],
            "transfer": next((_shown(one.transfer) for one in results if one.transfer), None),
        }
    )


def _shown(row: BankTransfer) -> dict[str, Any]:
    return {
        "id": row.pk,
        "state": "question" if row.state == TransferState.UNMATCHED else str(row.state),  # stable for others
        "question": str(row.unmatched_reason),
        "attempt": row.attempt.reference if row.attempt else None,
        "payment_intent": row.attempt.intent_id if row.attempt else None,
    }


def _read(body: bytes) -> Order:
    try:
        command = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadCommand("", f"the body is not JSON: {error}") from error
    if not isinstance(command, dict):
        raise BadCommand("", "the body must be one JSON object")
    for field in command:
        if field not in _FIELDS:
            raise BadCommand(str(field), "unknown field")
    kind = command.get("feed")
    if kind not in CALLING:
        raise BadCommand("feed", f"one of: {', '.join(CALLING)}")
    return Order(
        account=_account(command.get("account")),
        amount=_number(command, "amount", MAX_DONG),
        content=_words(command, "content", 500),
        kind=kind,
        reference=_words(command, "reference", 80),
        repeat=_times(command),
        bad_signature=_flag(command, "bad_signature"),
    )


def _account(number: object) -> BankAccount:
    if not isinstance(number, str) or not number or "\x00" in number:
        raise BadCommand("account", "the account's number is required, as text")
    rows = BankAccount.objects.filter(livemode=livemode(), number="".join(number.split()).upper())
    result = rows.order_by("-is_active", "pk").first()
    if result is None:
        raise BadCommand("account", "no bank account of this number is shown to any buyer")
    return result


def _number(command: dict[str, Any], field: str, most: int) -> int:
    value = command.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or value == 0 or abs(value) > most:
        raise BadCommand(field, "whole đồng; what goes out is negative")
    return value


def _words(command: dict[str, Any], field: str, limit: int) -> str:
    value = command.get(field, "")
    if not isinstance(value, str) or len(value) > limit or "\x00" in value:
        raise BadCommand(field, f"text of at most {limit} characters")
    return value


def _times(command: dict[str, Any]) -> int:
    value = command.get("repeat", 1)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST:
        raise BadCommand("repeat", f"1 to {MOST}")
    return value


def _flag(command: dict[str, Any], field: str) -> bool:
    value = command.get(field, False)
    if not isinstance(value, bool):
        raise BadCommand(field, "true or false")
    return value
