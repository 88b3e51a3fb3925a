"""`python -m tests.soak.storm`: a thousand IPNs, duplicated and shuffled, sixteen at once, while the worker and
PostgreSQL are killed and started again. In the end every payment is right, once.

On a PostgreSQL of its own, durable as in production. A call that is lost with the database is made again, as by VNPay.
"""

import itertools
import logging
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from devserver.postgres import Server

PAYMENTS, REPORTED = 250, 4  # so many payments, each told so often
AT_ONCE = 16
KILL_WORKER, KILL_POSTGRES = 100, 230  # after so many answers, again and again
WORDS = {"paid": ("00", "00"), "refused": ("24", "02"), "suspicious": ("07", "07")}
PATIENCE = 120  # seconds for one call, through every restart


@dataclass
class Chaos:
    """Kills at fixed points of the work, so that every run meets as many of them. Of the main thread alone: a server
    that another thread started is stopped when that thread ends."""

    server: Server
    start_worker: Callable[[], "subprocess.Popen[bytes]"]
    worker: "subprocess.Popen[bytes]"
    answered: int = 0
    killed: Counter[str] = field(default_factory=Counter)

    def one_more(self) -> None:
        self.answered += 1
        if self.answered % KILL_WORKER == 0:
            self._kill_worker()
        if self.answered % KILL_POSTGRES == 0:
            self._kill_postgres()

    def _kill_worker(self) -> None:
        self.worker.kill()
        self.worker.wait()
        self.worker = self.start_worker()
        self.killed["worker"] += 1

    def _kill_postgres(self) -> None:
        process = self.server.process
        assert process
        process.kill()
        process.wait()
        self.server.start()
        self.killed["postgres"] += 1


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="choxa-storm-"))
    folder.chmod(0o755)
    server = Server(folder, {"max_connections": "100"})
    os.environ["DATABASE_URL"] = server.start()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    try:
        _storm(server)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _storm(server: Server) -> None:
    from django.db import connection

    from marketplace import reference_data, tables

    tables.migrate()
    reference_data.load_payments_data()
    logging.disable(logging.CRITICAL)  # every kill leaves a traceback, as it should
    rng = random.Random(2026)
    words = {_attempt(): rng.choices(list(WORDS), weights=[7, 2, 1])[0] for _ in range(PAYMENTS)}
    calls = [(reference, word) for reference, word in words.items() for _ in range(REPORTED)]
    rng.shuffle(calls)

    def start_worker() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "marketplace", "procrastinate", "worker", "--concurrency", "2"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    chaos = Chaos(server, start_worker, start_worker())
    pool = ThreadPoolExecutor(AT_ONCE)
    begun = time.monotonic()
    try:
        tries = 0
        for received in as_completed([pool.submit(_report_until_answered, *call) for call in calls]):
            tries += received.result()
            chaos.one_more()
    finally:
        pool.shutdown(cancel_futures=True)
        chaos.worker.kill()
        chaos.worker.wait()
    took = time.monotonic() - begun
    logging.disable(logging.NOTSET)
    connection.close()  # it died with the first kill
    _settle()
    wrong = _wrong(words)
    killed = f"{chaos.killed['postgres']} times PostgreSQL, {chaos.killed['worker']} times the worker"
    print(f"{len(calls)} IPNs of {PAYMENTS} payments in {took:.0f} s; killed: {killed}")
    print(f"told again because the first call was lost: {tries - len(calls)}")
    print(f"words: {dict(Counter(words.values()))}")
    for problem in wrong:
        print(f"WRONG: {problem}")
    print(f"{0 if wrong else 1} passed, {len(wrong)} failed")
    raise SystemExit(bool(wrong))


def _attempt() -> str:
    from tests.payments.helpers import make_attempt

    return make_attempt(amount=100_000 + next(_serial)).reference


_serial = itertools.count()


def _report_until_answered(reference: str, word: str) -> int:
    """Call until VNPay would stop calling: 00 or 02. How many calls it took."""
    from django.db import Error, connection

    from payments.callbacks import ipn
    from payments.models import Attempt
    from tests.payments.helpers import message

    deadline = time.monotonic() + PATIENCE
    calls = 0
    while True:
        calls += 1
        try:
            attempt = Attempt.objects.get(reference=reference)
            code = ipn.answer("vnpay", message(attempt, *WORDS[word]))["RspCode"]
        except Error:
            code = "99"
        if code in ("00", "02"):
            break
        assert code == "99", (reference, code)
        assert time.monotonic() < deadline, f"{reference}: nothing heard for {PATIENCE} s"
        connection.close()
        time.sleep(0.1)
    connection.close()
    return calls


def _settle() -> None:
    """Bring what the killed workers left to its handlers."""
    from core.models import Delivery
    from core.outbox import deliver_due

    deadline = time.monotonic() + PATIENCE
    while Delivery.objects.filter(done_at=None).exists():
        assert time.monotonic() < deadline, "events do not get through"
        if not deliver_due():
            time.sleep(0.2)


def _wrong(words: dict[str, str]) -> list[str]:
    """What is not right: of each payment, of its one event, of the books."""
    from core import integrity
    from core.models import Event
    from payments.models import Attempt, JournalEntry

    states = {"paid": ("succeeded", "succeeded"), "refused": ("failed", "requires_payment_method")}
    wrong = []
    reported = Counter(Event.objects.filter(type="payment_intent.succeeded").values_list("payload__id", flat=True))
    captured = Counter(JournalEntry.objects.filter(reason="capture").values_list("reason_ref", flat=True))
    for attempt in Attempt.objects.select_related("intent"):
        word = words[attempt.reference]
        matches = (attempt.status, attempt.intent.status)
        if matches != states.get(word, ("review", "requires_action")):
            wrong.append(f"{attempt.reference}: VNPay said {word}, and it is {matches}")
        once = 1 if word == "paid" else 0
        if (reported[attempt.intent_id], captured[attempt.intent_id]) != (once, once):
            wrong.append(
                f"{attempt.reference}: {reported[attempt.intent_id]} events, {captured[attempt.intent_id]} captures"
            )
    return wrong + [
        f"{matches['invariant']}: {matches['details']}" for matches in integrity.check_integrity() if not matches["ok"]
    ]


if __name__ == "__main__":
    main()
