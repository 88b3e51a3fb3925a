"""Payments through the in-process SDK: `python -m bench.payments.life THREADS SECONDS` makes as many as it can.

It prints "ready", waits for a line, and at the end prints how many payments it completed, in the database of
`DATABASE_URL`.
"""

import itertools
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

AMOUNT = 300_000
GROUP = "bench"
BROWSER = {"return_url": "http://shop.example/tro-ve", "ip": "113.160.92.202"}
_serial = itertools.count()


def live() -> None:
    """One payment: created, confirmed, completed by the provider's result. Three transactions, as in production."""
    from core import clock
    from payments import sdk
    from payments.intents.services.complete_attempt import complete_attempt
    from payments.providers.results import AttemptResult, Outcome

    key = f"bench-{os.getpid()}-{next(_serial)}"
    created = sdk.payment_intents.create(
        amount=AMOUNT,
        transfer_group=GROUP,
        expires_at=clock.now() + timedelta(minutes=15),
        idempotency_key=f"{key}:create",
    )
    confirmed = sdk.payment_intents.confirm(created.id, **BROWSER, idempotency_key=f"{key}:confirm")
    assert confirmed.reference
    complete_attempt(
        reference=confirmed.reference, result=AttemptResult(Outcome.SUCCEEDED, response_code="00"), confirmed_by="ipn"
    )


def _live_for(seconds: float, warm: Barrier) -> int:
    from django.db import connection

    for _ in range(5):  # warm up code and connection, because pgbench does not count the time to connect
        live()
    warm.wait()
    warm.wait()  # for the start signal
    deadline = time.monotonic() + seconds
    count = 0
    while time.monotonic() < deadline:
        live()
        count += 1
    connection.close()
    return count


def main(threads: int, seconds: float) -> None:
    import django

    django.setup()
    warm = Barrier(threads + 1)
    with ThreadPoolExecutor(threads) as pool:
        counts = [pool.submit(_live_for, seconds, warm) for _ in range(threads)]
        warm.wait()
        print("ready", flush=True)
        sys.stdin.readline()
        warm.wait()
        print(sum(count.result() for count in counts))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
