"""A compiled query sends what the ORM would send now, whatever its values and whenever it was compiled."""

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from cooperatives.models import Seller
from core import compiled_queries
from core.compiled_queries import CompiledQuery, compiled_query
from tests.factories import make_seller, make_user
from tests.parallel import at_once

OTHERS = {int: 1_234_567, str: "another"}


def named(name: str) -> QuerySet[Seller]:
    return Seller.objects.filter(name=name).select_related("unit").prefetch_related("memberships__user")


@pytest.fixture
def by_name(monkeypatch: pytest.MonkeyPatch) -> CompiledQuery[Seller]:
    """One of the test's own, in no registry."""
    monkeypatch.setattr(compiled_queries, "registry", [])
    return compiled_query(named, str)


def test_each_compiled_query_is_the_orms_statement_at_another_time_too() -> None:
    import_module("marketplace.urls")  # whatever has one is imported
    assert compiled_queries.registry
    for query in compiled_queries.registry:
        assert query.sql
        values = [OTHERS[kind] for kind in query.types]
        with time_machine.travel(datetime(2031, 3, 4, 5, 6, tzinfo=UTC), tick=False):
            expected = query.build(*values).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
            assert (query.sql, query.params(*values)) == expected


@pytest.mark.django_db
def test_rows_come_with_their_joins_and_prefetches(by_name: CompiledQuery[Seller]) -> None:
    manager = make_user()
    seller = make_seller(manager=manager, name="HTX mẫu Một")
    make_seller(name="HTX mẫu Hai")
    for _turn in range(2):
        with CaptureQueriesContext(connection) as sent:
            (row,) = by_name("HTX mẫu Một")
            people = [membership.user for membership in row.memberships.all()]
            assert (row, row.unit, people) == (seller, seller.unit, [manager])
        assert len(sent) == 3
    assert by_name("HTX mẫu Ba") == []


@pytest.mark.django_db(transaction=True)
def test_threads_use_their_own_connections_and_values(by_name: CompiledQuery[Seller]) -> None:
    for number in range(8):
        make_seller(name=f"HTX mẫu {number}")
    outcomes: list[Any] = at_once([lambda n=number: by_name(f"HTX mẫu {n}") for number in range(8)])
    assert [[row.name for row in rows] for rows in outcomes] == [[f"HTX mẫu {number}"] for number in range(8)]


@pytest.mark.django_db
@pytest.mark.parametrize("values", [[None], [7], [], ["a", "b"]])
def test_value_of_another_type_is_refused(by_name: CompiledQuery[Seller], values: list[Any]) -> None:
    with pytest.raises(TypeError, match="are due"):
        by_name(*values)


@pytest.mark.django_db
def test_value_that_is_no_parameter_of_its_own_is_refused(by_name: CompiledQuery[Seller]) -> None:
    part_of_a_pattern = compiled_query(lambda words: Seller.objects.filter(name__contains=words), str)
    with pytest.raises(TypeError, match="are no parameters of their own"):
        part_of_a_pattern("Xoài")
