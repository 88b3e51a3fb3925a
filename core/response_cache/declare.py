"""How a view says that its answers to guests may be cached, and how code below it withdraws that."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from core.response_cache.scopes import Scope

View = TypeVar("View", bound=Callable[..., Any])

_is_refused: ContextVar[bool] = ContextVar("core_response_cache_refused", default=False)


@dataclass(frozen=True)
class Declaration:
    """`params` are the parameters of the query string that the view reads; a guest's others are removed before it.

    `is_api`: the body or query string is an operation, and only an answer with `cache_scopes` is cached.
    """

    scopes: tuple[Scope, ...]
    params: tuple[str, ...] = ()
    is_api: bool = False


def cached_for_guests(*scopes: Scope, params: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Marks a view whose 200 depends on the path, `params`, language, settings, the day and the rows of `scopes` only.

    That is so for readers without our cookies. For them the page has no CSRF token.
    """

    def mark(view: View) -> View:
        view.cached = Declaration(scopes, params)  # type: ignore[attr-defined]
        return view

    return mark


def refuse_caching() -> None:
    """The answer that is being made depends on something else too, and must not be cached."""
    _is_refused.set(True)


def begin_answer() -> None:
    _is_refused.set(False)


def is_refused() -> bool:
    return _is_refused.get()
