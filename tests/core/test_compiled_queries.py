"""A compiled query sends what the ORM would send now, whatever its values and whenever it was compiled."""

from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from cooperatives.models import Seller
from core import compiled_queries
from core.compiled_queries import CompiledQuery, compiled_query
from tests.factories import make_seller, make_user
from tests.parallel import at_once

OTHERS = {
    int: 1_234_567,
    str: "another",
    UUID: UUID(int=9),
    datetime: datetime(2030, 1, 2, tzinfo=UTC),
    date: date(2030, 1, 2),
    list: [5, 1_234_567],
}


def named(name: str) -> QuerySet[Seller]:
    return Seller.objects.filter(name=name).select_related("unit").prefetch_related("memberships__user")


@pytest.fixture
def by_name(monkeypatch: pytest.MonkeyPatch) -> CompiledQuery[Seller]:
    """One of the test's own, in no registry."""
    monkeypatch.setattr(compiled_queries, "registry", [])
    return compiled_query(named, str)


@pytest.mark.django_db
def test_each_compiled_query_is_the_orms_statement_at_another_time_too() -> None:
    import_module("marketplace.urls")  # whatever has one is imported
    assert compiled_queries.registry
    for query in compiled_queries.registry:
        assert query.sql()
        values = [OTHERS[kind] for kind in query.types]
        with time_machine.travel(datetime(2031, 3, 4, 5, 6, tzinfo=UTC), tick=False):
            expected = query.build(*values).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
            assert (query.sql(), query.params(*values)) == expected


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


@pytest.mark.django_db
@pytest.mark.parametrize("newest_first", [False, True])
def test_list_is_one_parameter_and_a_flag_another_shape(newest_first: bool, by_name: CompiledQuery[Seller]) -> None:
    keys = [make_seller(name=f"HTX mẫu {number}").pk for number in range(3)]
    some = compiled_query(_some, list)
    answers = [some(pks, newest_first=newest_first) for pks in ([], keys[:1], keys, [keys[2], keys[0]])]
    order = slice(None, None, -1 if newest_first else 1)
    assert answers == [[], keys[:1], keys[order], [keys[0], keys[2]][order]]
    assert some.sql(newest_first=True) != some.sql(newest_first=False)
    values = [7, 1_234_567]
    expected = _some(values, newest_first=newest_first).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    assert (some.sql(newest_first=newest_first), some.params(values, newest_first=newest_first)) == expected


def _some(keys: list[int], newest_first: bool) -> Any:
    return Seller.objects.filter(pk__any_of=keys).order_by("-pk" if newest_first else "pk").values_list("pk", flat=True)


@pytest.mark.django_db
def test_moments_and_days_are_values(by_name: CompiledQuery[Seller]) -> None:
    seller = make_seller(verified_at=datetime(2026, 1, 2, 3, tzinfo=UTC))
    query = compiled_query(
        lambda since, day: Seller.objects.filter(verified_at__gte=since, verified_at__date=day).values("pk"),
        datetime,
        date,
    )
    assert query(datetime(2026, 1, 2, tzinfo=UTC), date(2026, 1, 2)) == [{"pk": seller.pk}]
    assert query(datetime(2026, 1, 3, tzinfo=UTC), date(2026, 1, 2)) == []


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_only(by_name: CompiledQuery[Seller]) -> None:
    seller = make_seller()
    locked = compiled_query(lambda pk: Seller.objects.select_for_update().filter(pk=pk), int)
    with transaction.atomic():
        assert locked(seller.pk) == [seller]
    with pytest.raises(TransactionManagementError):
        locked(seller.pk)
