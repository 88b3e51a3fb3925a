"""Payments that no longer say from which address they were made."""

from collections.abc import Collection

from payments.models import Attempt, IntentStatus

_ENDED = (IntentStatus.SUCCEEDED, IntentStatus.CANCELED)


def erase_payer_data(intent_ids: Collection[str]) -> int:
    """Of visits to a provider for these intents, where nothing is under way any more: the address and VNPay's link that
    repeats it. Amounts, references and what the provider said stay. How many visits changed."""
    visits = Attempt.objects.filter(intent__in=intent_ids, intent__status__in=_ENDED).exclude(ip_address="")
    return visits.update(ip_address="", redirect_url="")
