"""Lists in pages, with one spelling of their parameters.

`trang` is a page number. `sau` is the key of a row: the list continues after it, even if rows were added before.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from frontend.common.parsing import whole

PAGE, AFTER = "trang", "sau"
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Fetch(Protocol[T_co]):
    def __call__(self, *, offset: int, limit: int) -> Sequence[T_co]: ...


class Fetched(Generic[T]):
    """The rows of a query function with `offset` and `limit`, as a sliceable object."""

    def __init__(self, fetch: Fetch[T]) -> None:
        self._fetch = fetch

    def __getitem__(self, part: slice) -> Sequence[T]:
        return self._fetch(offset=part.start, limit=part.stop - part.start)


class CountlessPage(Page):
    """A page of a list of unknown length."""

    def __init__(self, rows: Sequence[Any], number: int, paginator: "CountlessPaginator", *, has_next: bool) -> None:
        super().__init__(rows, number, paginator)
        self._has_next = has_next

    def has_next(self) -> bool:
        return self._has_next

    def end_index(self) -> int:
        return self.start_index() + len(self) - 1

    def start_index(self) -> int:
        return self.paginator.per_page * (self.number - 1) + 1


class CountlessPaginator(Paginator):
    """Django's Paginator without COUNT: one row more than a page shows whether another page follows.

    A page behind the end is empty.
    """

    def __init__(self, rows: Any, per_page: int) -> None:
        super().__init__(rows, per_page)

    def validate_number(self, number: Any) -> int:
        valid = whole(str(number))
        if valid is None or valid < 1:
            raise EmptyPage(self.error_messages["min_page"])
        return valid

    def get_page(self, number: Any) -> CountlessPage:
        try:
            return self.page(number)
        except EmptyPage:
            return self.page(1)

    def page(self, number: Any) -> CountlessPage:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        return CountlessPage(rows[: self.per_page], number, self, has_next=len(rows) > self.per_page)


def requested_page(request: HttpRequest, rows: Any, per_page: int) -> CountlessPage:
    """The requested page; the first by default."""
    return CountlessPaginator(rows, per_page).get_page(request.GET.get(PAGE) or 1)


def first_page(rows: Any, per_page: int) -> CountlessPage:
    """The first page of a work list: when rows are done, the next ones move up."""
    return CountlessPaginator(rows, per_page).page(1)


def page_behind(rows: Sequence[T], per_page: int, key: Callable[[T], Any]) -> tuple[Sequence[T], Any]:
    """A page out of `per_page` + 1 rows, and the `sau` of the next one; None where none follows."""
    return rows[:per_page], key(rows[per_page - 1]) if len(rows) > per_page else None


def number_after(request: HttpRequest) -> int | None:
    """`sau` as a row's number."""
    return whole(request.GET.get(AFTER))


def moment_after(request: HttpRequest) -> datetime | None:
    """`sau` as a moment with its time zone; None for anything else."""
    try:
        moment = parse_datetime(request.GET.get(AFTER) or "")
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
