"""Events, delivered at once where a worker would do it."""

from core.outbox import deliver_due


def deliver_all() -> int:
    """Every due event, and those that their handlers say; how many deliveries were tried."""
    tried = 0
    while now := deliver_due():
        tried += now
    return tried
