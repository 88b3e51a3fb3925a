"""The same SQL without the SDK: the statements of one payment, as the SDK sent them, with each payment's own values as
variables of pgbench. Both do the same work, also after the SDK changes."""

import re
import subprocess
from pathlib import Path

# Numbers that the database assigns: they start where no other number of the statements is.
_COUNTED = {
    "payments_attempt": 7_100_000_001,
    "payments_journalentry": 7_200_000_001,
    "core_event": 7_300_000_001,
}
# Ids and names that the SDK creates, and the keys of life.py: different for each payment.
_CREATED = re.compile(r"\b(?:(?:pi|ch|txn|evt)_\w{24}|bench-\d+-\d+|\d{6}[0-9A-Z]{16}\b)")


def record() -> str:
    """A pgbench script recorded from one payment through the SDK."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.payments.life import live

    live()  # the books' accounts are open
    with connection.cursor() as cursor:
        for table, number in _COUNTED.items():
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {number}, false)")
    with CaptureQueriesContext(connection) as seen:
        live()
    return script([query["sql"] for query in seen.captured_queries])


def script(statements: list[str]) -> str:
    names: dict[str, str] = {}  # the name of each created id in the script
    lines = [r"\set n random(1, 9000000000000000000)"]
    for statement in statements:
        sql = _CREATED.sub(lambda result: names.setdefault(result[0], f"{result[0][:4]}{len(names)}-:n"), statement)
        for table, number in _COUNTED.items():
            sql = sql.replace(str(number), f":{table}_id")
        table = re.match(r'INSERT INTO "(\w+)"', sql)
        ends = f" \\gset {table[1]}_" if table and table[1] in _COUNTED else ";"
        lines.append(sql + ends)
    return "\n".join(lines) + "\n"


def run(pgbench: Path, url: str, file: Path, *, clients: int, seconds: int) -> float:
    """Payments a second. Raises RuntimeError if pgbench or one of its statements failed."""
    command = [str(pgbench), "-n", "-f", str(file), "-c", str(clients), "-j", str(clients), "-T", str(seconds), url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    tps = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    failed = re.search(r"failed transactions: (\d+)", done.stdout)
    if done.returncode or not tps or not failed or failed[1] != "0":
        raise RuntimeError(f"pgbench failed: {done.stdout[-500:]} {done.stderr[-1500:]}")
    return float(tps[1])
