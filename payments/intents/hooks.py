"""What the layers above add to a payment's end, in the transaction that ends it.

A hook runs under the lock of the intent. It is for what must stand in the books at the same moment: all else
subscribes to the events of `payments.events`. Hooks run in the order of `payments.apps`; nothing here imports them.
"""

from collections.abc import Callable
from enum import StrEnum

from payments.models import Attempt, PaymentIntent

Hook = Callable[[PaymentIntent, Attempt | None], None]


class Moment(StrEnum):
    """The end that a hook belongs to."""

    SUCCEEDED = "succeeded"  # paid by the attempt
    CANCELED = "canceled"  # no attempt
    PAID_AFTER_CANCEL = "paid_after_cancel"  # the attempt's money came for a canceled intent
    DUPLICATE = "duplicate"  # the attempt's money came although another attempt has succeeded
    REVIEW_RESOLVED = "review_resolved"  # a person has decided on the attempt


_hooks: dict[Moment, list[Hook]] = {moment: [] for moment in Moment}


def hook(moment: Moment) -> Callable[[Hook], Hook]:
    """Register a hook of a moment."""

    def register(run: Hook) -> Hook:
        _hooks[moment].append(run)
        return run

    return register


def run_hooks(moment: Moment, intent: PaymentIntent, attempt: Attempt | None = None) -> None:
    """Run the hooks of a moment. The intent is locked by the caller."""
    for run in _hooks[moment]:
        run(intent, attempt)
