"""Hooks that higher layers add to the end of a payment. They run in its transaction, under the lock of the intent.

A hook is for what must be in the books at the same moment. All else subscribes to the events of `payments.events`.
Hooks run in the order of `payments.apps`; this module imports none of them.
"""

from collections.abc import Callable
from enum import StrEnum

from payments.models import Attempt, Origin, PaymentIntent

Hook = Callable[[PaymentIntent, Attempt | None], None]


class Moment(StrEnum):
    """The end at which a hook runs."""

    SUCCEEDED = "succeeded"  # paid by the attempt
    CANCELED = "canceled"  # no attempt
    PAID_AFTER_CANCEL = "paid_after_cancel"  # the attempt was paid for a canceled intent
    DUPLICATE = "duplicate"  # the attempt was paid although another attempt has succeeded
    REVIEW_RESOLVED = "review_resolved"  # a person has decided on the attempt


_hooks: dict[Moment, list[tuple[Hook, Origin | None]]] = {moment: [] for moment in Moment}


def hook(moment: Moment, *, origin: Origin | None = None) -> Callable[[Hook], Hook]:
    """Register a hook of a moment, for the intents of one origin where it is named."""

    def register(run: Hook) -> Hook:
        _hooks[moment].append((run, origin))
        return run

    return register


def run_hooks(moment: Moment, intent: PaymentIntent, attempt: Attempt | None = None) -> None:
    """Run the hooks of a moment. The intent is locked by the caller."""
    for run, origin in _hooks[moment]:
        if origin is None or origin == intent.origin:
            run(intent, attempt)
