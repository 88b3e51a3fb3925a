"""Erase the addresses from which payments were made."""

from collections.abc import Collection

from payments.models import Attempt, IntentStatus

_ENDED = (IntentStatus.SUCCEEDED, IntentStatus.CANCELED)


def erase_payer_data(intent_ids: Collection[str]) -> int:
    """Erase IP address and redirect link of the closed attempts of these intents; returns their number.

    Amounts, references and the provider's results stay.
    """
    attempts = Attempt.objects.filter(intent__in=intent_ids, intent__status__in=_ENDED).exclude(ip_address="")
    return attempts.update(ip_address="", redirect_url="")
