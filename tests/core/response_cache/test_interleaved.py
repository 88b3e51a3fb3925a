"""Writers and readers at once: no reader gets an answer older than what was committed a second before it asked."""

import re
from collections.abc import Callable
from threading import Lock
from time import monotonic

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Product
from core.response_cache import middleware
from core.response_cache.listener import MAX_AGE
from core.response_cache.versions import fold_changes
from tests.market import find
from tests.parallel import at_once

pytestmark = [
    pytest.mark.usefixtures("market_database", "listener"),
    pytest.mark.django_db(transaction=True),
]
STEPS = st.lists(st.sampled_from(["write", "roll back", "fold", "clear"]), min_size=2, max_size=12)


class Shop:
    """A product whose summary is a number that only grows, and when each number was committed."""

    def __init__(self) -> None:
        self.pk = find().mango.product_id
        slug = find().mango.product.slug
        self.path = f"/hang/{slug}-{self.pk}/"
        self.committed = [(monotonic(), 0)]
        self._writing = Lock()
        Product.objects.filter(pk=self.pk).update(summary="so-0-het")

    def write(self) -> None:
        with self._writing:
            number = self.committed[-1][1] + 1
            Product.objects.filter(pk=self.pk).update(summary=f"so-{number}-het")
            self.committed.append((monotonic(), number))

    def roll_back(self) -> None:
        with self._writing, transaction.atomic():
            Product.objects.filter(pk=self.pk).update(summary="so-999999-het")
            transaction.set_rollback(True)

    def shown(self) -> int:
        page = Client().get(self.path).content.decode()
        return int(re.search(r"so-(\d+)-het", page)[1])

    def least(self, moment: float) -> int:
        """The newest number that was committed at `moment`."""
        return max(number for at, number in [*self.committed] if at <= moment or number == 0)


def test_page_is_never_more_than_a_second_behind() -> None:
    shop, late = Shop(), []
    until = monotonic() + 3.5

    def read() -> None:
        while monotonic() < until:
            began = monotonic()
            shown, most = shop.shown(), shop.committed[-1][1] + 1
            if not shop.least(began - MAX_AGE) <= shown <= most:
                late.append((began, shown, shop.least(began - MAX_AGE)))

    def write() -> None:
        while monotonic() < until:
            shop.write()
            shop.roll_back()
            fold_changes()
            connection.close()

    assert at_once([read, write, read]) == [None] * 3
    assert late == []
    assert shop.committed[-1][1] > 3


def test_reader_who_knows_of_a_commit_sees_it(informed: Callable[[], None]) -> None:
    shop = Shop()
    acts = {"write": shop.write, "roll back": shop.roll_back, "fold": fold_changes, "clear": middleware.store.clear}

    @settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(STEPS, STEPS)
    def interleave(mine: list[str], others: list[str]) -> None:
        def work(steps: list[str]) -> list[tuple[int, int]]:
            seen = []
            for step in steps:
                acts[step]()
                least = shop.committed[-1][1]
                informed()
                seen.append((least, shop.shown()))
            return seen

        for seen in at_once([lambda: work(mine), lambda: work(others)]):
            assert all(least <= shown for least, shown in seen), seen

    interleave()
