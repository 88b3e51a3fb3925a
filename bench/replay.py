"""`python -m bench.replay ROUNDS SECONDS`: whole checkouts in this process against the same statements under pgbench.

Both run each checkout in a transaction that is rolled back, so that the recorded statements with their ids can be
repeated. It prints a line of JSON: the rates of each round, of `DATABASE_URL`'s database.
"""

import json
import os
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

from bench import checkout_path
from bench.payments import hand
from devserver.cluster import Cluster

_SEQUENCES = (
    "SELECT schemaname || '.' || sequencename, coalesce(last_value, 1), last_value IS NOT NULL FROM pg_sequences"
)


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    rounds, seconds = int(sys.argv[1]), float(sys.argv[2])
    at_once = checkout_path.offers_one_request(Path("schema.graphql").read_text())
    variant = _variant()
    for _ in range(5):  # code is loaded, plans are made
        _live(variant, at_once)
    pgbench = Cluster(Path(tempfile.gettempdir())).programs / "pgbench"
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(_record(variant, at_once))
        file.flush()
        result = []
        for _ in range(rounds):
            ours = _rate(variant, at_once, seconds)
            theirs = hand.run(pgbench, os.environ["DATABASE_URL"], Path(file.name), clients=1, seconds=round(seconds))
            result.append((ours, theirs))
    connection.close()
    print(json.dumps(result))


def _variant() -> int:
    from catalog.models import Variant

    return (
        Variant.objects.filter(sku__startswith="BENCH-", on_hand__gt=0).order_by("pk").values_list("pk", flat=True)[7]
    )


def _rate(variant: int, at_once: bool, seconds: float) -> float:
    begun, count = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        _live(variant, at_once)
        count += 1
    return count / (time.perf_counter() - begun)


@cache
def _client() -> Any:
    """One for all checkouts: each loads the middlewares anew, which no server does."""
    from django.test import Client

    return Client()


def _live(variant: int, at_once: bool) -> None:
    from tests.access.request import rolled_back

    client = _client()
    client.cookies.clear()

    def send(method: str, path: str, body: bytes | None) -> bytes:
        response = client.post(path, body, content_type="application/json") if body else client.get(path)
        assert response.status_code == 200, (path.split("?")[0], response.content[:300])
        return response.content

    with rolled_back():
        checkout_path.buy(send, [variant], at_once=at_once)


def _record(variant: int, at_once: bool) -> str:
    """A pgbench script: the statements of one checkout, its sequences set back first."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    before = _sequences()
    with CaptureQueriesContext(connection) as seen:
        _live(variant, at_once)
    statements = [query["sql"].rstrip("; ") for query in seen.captured_queries]
    statements = [sql for sql in statements if sql.split(" ", 1)[0] not in ("BEGIN", "COMMIT", "ROLLBACK")]
    moved = [name for name, value in _sequences().items() if value != before[name]]
    back = ", ".join(f"setval('{name}', {before[name][0]}, {before[name][1]})" for name in moved)
    return "\n".join(f"{sql};" for sql in ["BEGIN", f"SELECT {back}", *statements, "ROLLBACK"]) + "\n"


def _sequences() -> dict[str, tuple[int, bool]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_SEQUENCES)
        return {name: (value, is_called) for name, value, is_called in cursor.fetchall()}


if __name__ == "__main__":
    main()
