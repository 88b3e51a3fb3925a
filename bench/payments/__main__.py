"""`make bench-payments`: intents created and completed a second, in three ways, on a separate PostgreSQL.

The in-process SDK must reach at least half of the same SQL under pgbench, otherwise the exit status is 1. The two run
alternately on one durable server, so that a noisy moment affects both. Each has one connection, because the number of
cores for a second one depends on the machine. HTTP, with the shop's own workers, is measured without a bound.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.database import own_database
from devserver.postgres import Server

CLIENTS = 1
CONNECTIONS = 4  # over HTTP
SECONDS = 2
ROUNDS = 11
ENOUGH = 0.5


def main() -> None:
    with own_database() as server:
        ratio = _against_pgbench(server)
        _over_http()
    raise SystemExit(ratio is not None and ratio < ENOUGH)


def _against_pgbench(server: Server) -> float | None:
    """The median of the rounds' ratios; None if there is no pgbench."""
    from django.db import connection

    from bench.payments import hand
    from marketplace import reference_data, tables

    tables.migrate()
    reference_data.load_payments_data()
    pgbench = server.cluster.programs / "pgbench"
    if not pgbench.exists():
        print(f"no pgbench at {pgbench}: nothing to compare with")
        return None
    script = Path(os.environ["CHOXA_HOME"], "payment.sql")
    script.write_text(hand.record())
    connection.close()
    print(f"{CLIENTS} connection, {ROUNDS} rounds of {SECONDS} s each")
    print(f"{'':10}{'SDK/s':>9}{'pgbench/s':>11}{'ratio':>8}")
    ratios = []
    for number in range(1, ROUNDS + 1):
        by_sdk = _sdk()
        by_hand = hand.run(pgbench, server.url, script, clients=CLIENTS, seconds=SECONDS)
        ratios.append(by_sdk / by_hand)
        print(f"round {number:<4}{by_sdk:>9.1f}{by_hand:>11.1f}{ratios[-1]:>8.2f}", flush=True)
    print(f"{'median':10}{'':20}{median(ratios):>8.2f}  (at least {ENOUGH})")
    _check()
    return median(ratios)


def _sdk() -> float:
    """Payments a second, made by a separate process."""
    command = [sys.executable, "-m", "bench.payments.life", str(CLIENTS), str(SECONDS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("go\n")
        process.stdin.flush()
        return int(process.stdout.readline()) / SECONDS


def _check() -> None:
    """The integrity checks of payments pass for the rows of both."""
    from core import integrity

    wrong = [
        result
        for result in integrity.check_integrity()
        if result["invariant"].startswith("payments.") and not result["ok"]
    ]
    assert not wrong, json.dumps(wrong)[:2000]


def _over_http() -> None:
    from bench.payments import over_http
    from tests.shop import temporary_shop

    with temporary_shop() as shop:
        shop.start()
        demo = shop.demo()
        over_http.run(shop.port, demo, connections=CONNECTIONS, seconds=1)
        measured = over_http.run(shop.port, demo, connections=CONNECTIONS, seconds=SECONDS)
    print(f"over HTTP (POST /v1/payment_intents, then VNPay's IPN): {measured:.1f} payments a second")


if __name__ == "__main__":
    main()
