"""What may go wrong at the gateway, on purpose: down, slow, lying. Kept in the database, as web workers are several."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, Q

from payments.providers.vnpay import signing
from payments.providers.vnpay.api_fields import checksum_values
from payments.providers.vnpay.config import merchant
from sandbox.models import SandboxPlay

# Of a question or a refund: no answer (done, all the same), no connection, 5xx (nothing done), and three lies.
FAULTS = ("timeout", "unreachable", "error", "bad_signature", "wrong_amount", "other_merchant")
# How a refund can go: done, handed to the bank, being worked on, declined by the bank, the payment unsuccessful,
# another error; or done although nobody hears of it.
REFUND_ENDS = ("success", "sent_to_bank", "processing", "refuse", "not_successful", "unknown_error", "silent")
IPN_FAULTS = ("duplicate", "late", "never", "bad_signature", "wrong_amount")
PLAYS = {"querydr": FAULTS, "refund": (*REFUND_ENDS, *FAULTS), "ipn": IPN_FAULTS}


class NoResponse(Exception):
    """The question came here and no answer went back."""

    status = 504


class Broken(NoResponse):
    """The gateway answers with an error of its own (5xx), nothing done."""

    status = 503


class Unreachable(Exception):
    """No connection comes about."""

    status = 503


def take(command: str, txn_ref: str) -> str:
    """The play for this one question, counted down where it is counted; "" where all is well."""
    for row in SandboxPlay.objects.filter(command=command, txn_ref__in=["", txn_ref]).order_by("-txn_ref"):
        still = SandboxPlay.objects.filter(Q(left=None) | Q(left__gt=0), pk=row.pk)
        if still.update(left=F("left") - 1):
            return row.play
    return ""


def let(command: str, play: str, *, txn_ref: str = "", times: int | None = None) -> None:
    """From now on, `times` times or until it is changed."""
    SandboxPlay.objects.update_or_create(command=command, txn_ref=txn_ref, defaults={"play": play, "left": times})


def set_faults(faults: Mapping[str, str], times: int | None) -> None:
    """In place of whatever was wrong before, of all payments; none: all is well again."""
    with transaction.atomic():
        SandboxPlay.objects.filter(txn_ref="").delete()
        for command, play in faults.items():
            let(command, play, times=times)


def raise_before(play: str) -> None:
    """Faults in which the question never reached the gateway's books."""
    if play == "unreachable":
        raise Unreachable("the gateway is unreachable")
    if play == "error":
        raise Broken("the gateway answers 503")


def raise_after(play: str) -> None:
    """Faults in which it did what it was asked, and its answer was lost."""
    if play in ("timeout", "silent"):
        raise NoResponse("the gateway did not answer in time")


def spoil(result: dict[str, str], play: str, fields: list[str]) -> dict[str, str]:
    """A signed answer turned into a lie."""
    if play == "bad_signature":
        return result | {"vnp_SecureHash": "0" * 128}
    if play == "wrong_amount":
        result = result | {"vnp_Amount": str(int(result.get("vnp_Amount") or 0) + 100)}
    elif play == "other_merchant":
        result = result | {"vnp_TmnCode": "OTHER001"}
    else:
        return result
    return result | {"vnp_SecureHash": signing.sign_bar(checksum_values(result, fields), merchant().hash_secret)}
