"""One request that is rolled back: its answer in the notation of the tables, and whether it wrote anything."""

import base64
import copy
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

# Tables that every request may write: sessions, counters of rate limits, and the day of a key's last use.
_NO_CHANGE = {"accounts_session", "core_throttle", "payments_apikey"}
# Like `pg_stat_xact_user_tables`, which also joins all indexes and takes four times as long.
_WRITTEN = """
SELECT relname, written FROM pg_class, LATERAL (SELECT pg_stat_get_xact_tuples_inserted(oid)
  + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid)) counted (written)
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND written > 0
"""

_OF_ORDERS = ("/ban-hang/don/", "/co-quan/hoan-tien/don/")


@contextmanager
def rolled_back() -> Iterator[None]:
    """A block whose changes are rolled back, like those of a whole test."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # what must be the outermost transaction may begin in it
    with block:
        yield
        transaction.set_rollback(True)


def written() -> dict[str, int]:
    """Rows written since the test began, by table; rolled-back writes count too."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        return {table: count for table, count in cursor.fetchall() if table not in _NO_CHANGE}


class Answered:
    """An answer: its status, redirect target, text and cookies, and the tables that were written."""

    def __init__(self, response: HttpResponseBase) -> None:
        self.status = response.status_code
        self.place = response.headers.get("Location", "") or response.headers.get("HX-Redirect", "")
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore
        self.body = body.decode(errors="replace").replace("\u00a0", " ")
        self.cookies = "\n".join(_opened(morsel.value) for morsel in response.cookies.values())
        self.changed: set[str] = set()

    @property
    def text(self) -> str:
        return f"{self.body}\n{unquote(self.place)}\n{self.cookies}"

    def json(self) -> Any:
        return json.loads(self.body)

    def word(self, *, reads: bool) -> str:
        """The cell of the table.

        `+` shown or done, `=` answered without a write, `in` redirected to the sign-in page, `ask` to the search by
        code and phone, `own` to the buyer's own page of the order, `>` elsewhere; a status of 4xx by its number.
        """
        if self.status >= 400:
            return str(self.status)
        if self.changed and not reads:
            return "+"
        if self.status < 300:
            return "+" if reads else "="
        if self.place.startswith(reverse("account:sign-in")):
            return "in"
        if self.place.startswith(f"{reverse('shop:orders')}?ma="):
            return "ask"
        return "own" if self.place.startswith(_OF_ORDERS) and reads else ">"


class Asker:
    """One browser, whose requests are independent of one another."""

    def __init__(self, browser: Client) -> None:
        self.browser, self.written = browser, written()

    def resume(self) -> None:
        """Continue after requests of another browser."""
        self.written = written()

    def ask(self, method: str, path: str, data: Any = None, **options: Any) -> Answered:
        """Send a request, and restore everything afterwards: rows and cookies."""
        cookies, before = copy.deepcopy(self.browser.cookies), self.written
        with rolled_back():
            response = getattr(self.browser, method.lower())(path, {} if data is None else data, **options)
            answered = Answered(response)
            self.written = written()
        answered.changed = {table for table, count in self.written.items() if count > before.get(table, 0)}
        self.browser.cookies = cookies
        return answered


def _opened(cookie: str) -> str:
    """The contents of a signed cookie, which its holder can read."""
    packed = cookie.partition(":")[0]
    try:
        opened = base64.urlsafe_b64decode(packed.lstrip(".") + "=" * (-len(packed.lstrip(".")) % 4))
        return f"{cookie}\n{(zlib.decompress(opened) if packed.startswith('.') else opened).decode()}"
    except (ValueError, zlib.error):
        return cookie
