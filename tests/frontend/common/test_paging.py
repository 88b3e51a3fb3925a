"""Pages of lists without a total count."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from django.core.paginator import EmptyPage
from django.test import RequestFactory

from frontend.common.paging import (
    CountlessPaginator,
    Fetched,
    first_page,
    moment_after,
    number_after,
    page_behind,
    requested_page,
)


def test_page_knows_whether_another_follows() -> None:
    paginator = CountlessPaginator(list("abcde"), 2)
    pages = [paginator.page(number) for number in (1, 2, 3)]

    assert [(list(page), page.has_previous(), page.has_next()) for page in pages] == [
        (["a", "b"], False, True),
        (["c", "d"], True, True),
        (["e"], True, False),
    ]
    assert [(page.start_index(), page.end_index()) for page in pages] == [(1, 2), (3, 4), (5, 5)]


def test_full_last_page_has_no_next() -> None:
    assert first_page(["a", "b"], 2).has_next() is False


def test_page_behind_the_end_is_empty() -> None:
    page = CountlessPaginator(["a"], 2).page(9)

    assert (list(page), page.has_next(), page.previous_page_number()) == ([], False, 8)


@pytest.mark.parametrize("number", ["", "0", "-7", "x", "1.5", "9" * 20, None])
def test_invalid_page_number_shows_the_first_page(number: str | None) -> None:
    assert CountlessPaginator(["a", "b"], 1).get_page(number).number == 1
    with pytest.raises(EmptyPage):
        CountlessPaginator(["a"], 1).page(number)


def test_query_reads_one_row_more_than_the_page() -> None:
    slices: list[tuple[int, int]] = []

    def fetch(*, offset: int, limit: int) -> Sequence[int]:
        slices.append((offset, limit))
        return range(offset, offset + limit)

    page = requested_page(RequestFactory().get("/", {"trang": "3"}), Fetched(fetch), 10)

    assert (list(page), page.has_next(), slices) == (list(range(20, 30)), True, [(20, 11)])


def test_keyset_page_continues_after_the_last_row() -> None:
    assert page_behind([9, 8, 7], 2, lambda row: row * 10) == ([9, 8], 80)
    assert page_behind([9, 8], 2, lambda row: row * 10) == ([9, 8], None)


@pytest.mark.parametrize(
    ("typed", "number", "moment"),
    [
        ("12", 12, None),
        ("2026-11-30T09:00:00+00:00", None, datetime(2026, 11, 30, 9, tzinfo=UTC)),
        ("2026-11-30T09:00:00", None, None),
        ("2026-13-99T09:00:00+00:00", None, None),
        ("x", None, None),
        ("", None, None),
    ],
)
def test_invalid_key_is_ignored(typed: str, number: int | None, moment: datetime | None) -> None:
    request = RequestFactory().get("/", {"sau": typed})

    assert (number_after(request), moment_after(request)) == (number, moment)
