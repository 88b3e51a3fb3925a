"""Configured faults of the gateway: down, slow, false answers. Stored in the database, shared by all web workers."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, Q

from payments.providers.vnpay import protocol
from payments.providers.vnpay.api import checksum_values
from payments.providers.vnpay.protocol import merchant
from sandbox.models import SandboxPlay

# Of a query or a refund: no answer (but executed), no connection, 5xx (not executed), and three false answers.
FAULTS = ("timeout", "unreachable", "error", "bad_signature", "wrong_amount", "other_merchant")
# Results of a refund: done, sent to the bank, in progress, declined by the bank, payment unsuccessful, another error;
# or done without an answer.
REFUND_ENDS = ("success", "sent_to_bank", "processing", "refuse", "not_successful", "unknown_error", "silent")
IPN_FAULTS = ("duplicate", "late", "never", "bad_signature", "wrong_amount")
PLAYS = {"querydr": FAULTS, "refund": (*REFUND_ENDS, *FAULTS), "ipn": IPN_FAULTS}


class NoResponse(Exception):
    """The request arrived, and no answer was sent."""

    status = 504


class Broken(NoResponse):
    """The gateway answers with a 5xx and executes nothing."""

    status = 503


class Unreachable(Exception):
    """No connection."""

    status = 503


def take(command: str, txn_ref: str) -> str:
    """The fault for this request, counted down if limited; "" without one."""
    for row in SandboxPlay.objects.filter(command=command, txn_ref__in=["", txn_ref]).order_by("-txn_ref"):
        still = SandboxPlay.objects.filter(Q(left=None) | Q(left__gt=0), pk=row.pk)
        if still.update(left=F("left") - 1):
            return row.play
    return ""


def let(command: str, play: str, *, txn_ref: str = "", times: int | None = None) -> None:
    """From now on, `times` times or until it is changed."""
    SandboxPlay.objects.update_or_create(command=command, txn_ref=txn_ref, defaults={"play": play, "left": times})


def set_faults(faults: Mapping[str, str], times: int | None) -> None:
    """Replace the faults of all payments; empty: no faults."""
    with transaction.atomic():
        SandboxPlay.objects.filter(txn_ref="").delete()
        for command, play in faults.items():
            let(command, play, times=times)


def raise_before(play: str) -> None:
    """Faults in which the request was not executed."""
    if play == "unreachable":
        raise Unreachable("the gateway is unreachable")
    if play == "error":
        raise Broken("the gateway answers 503")


def raise_after(play: str) -> None:
    """Faults in which the request was executed, and its answer lost."""
    if play in ("timeout", "silent"):
        raise NoResponse("the gateway did not answer in time")


def spoil(result: dict[str, str], play: str, fields: list[str]) -> dict[str, str]:
    """A signed answer, falsified."""
    if play == "bad_signature":
        return result | {"vnp_SecureHash": "0" * 128}
    if play == "wrong_amount":
        result = result | {"vnp_Amount": str(int(result.get("vnp_Amount") or 0) + 100)}
    elif play == "other_merchant":
        result = result | {"vnp_TmnCode": "OTHER001"}
    else:
        return result
    return result | {"vnp_SecureHash": protocol.sign_bar(checksum_values(result, fields), merchant().hash_secret)}
