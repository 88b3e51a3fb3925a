"""The declaration of an endpoint: method, path, permission, parameters, answer, and its function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from core.locks import lock_name
from payments.api.authentication import ApiCaller
from payments.api.errors import resource_missing
from payments.api.fields import ListParams, Params
from payments.events.serializers.base import ApiObject
from payments.events.serializers.registry import KINDS, Kind, kind_named

P = TypeVar("P", bound=Params)
L = TypeVar("L", bound=ListParams)


@dataclass(frozen=True)
class Call(Generic[P]):
    """One call of an endpoint: the caller, the checked parameters, and the ids in the path."""

    caller: ApiCaller
    params: P
    ids: Mapping[str, str] = field(default_factory=dict)
    ip: str = ""
    url: str = ""  # the path of the request, as lists repeat it

    def find(self, name: str, id: str, *, param: str, deleted: bool = False) -> Any:
        """The row that a parameter names, if it is this caller's; ApiError 400 `resource_missing` otherwise.

        A deleted one is missing too, unless `deleted` ones are asked for.
        """
        row = find(self.caller, name, id, param=param, given=True)
        if not deleted and getattr(row, "deleted_at", None) is not None:
            raise resource_missing(name, id, param=param, status=400)
        return row

    def own(self, name: str, param: str) -> Any:
        """The row that the path names in `{param}`, if it is this caller's; ApiError 404 otherwise.

        Calls that change metadata of the same object wait for each other here: each merges its names into what the
        former one stored.
        """
        if self.params.given("metadata"):
            lock_name(f"payments.api:{self.ids[param]}")
        return find(self.caller, name, self.ids[param], param=param)


@dataclass(frozen=True)
class Page:
    """Rows of a list, to be rendered as they are."""

    kind: Kind
    rows: QuerySet[Any]  # filtered, neither ordered nor paginated


@dataclass(frozen=True)
class Named:
    """A row to be rendered as one certain kind: a transfer is also its payee's payment, and its fee."""

    kind: Kind
    row: Model


# A row (rendered as its kind), a page of rows, or an answer that is rendered already.
Answer = Model | Named | Page | ApiObject | Mapping[str, Any]


@dataclass(frozen=True)
class Endpoint(Generic[P]):
    """One endpoint. `answers` names a shape of payments.events.serializers.registry, or "list of" one."""

    method: str
    path: str  # "/v1/refunds/{refund}", with Stripe's own names in the braces
    permission: str
    params: type[P]
    answers: str
    run: Callable[[Call[P]], Answer]
    summary: str
    has_secret: bool = False  # its answer holds a secret: stored encrypted
    shape: type[ApiObject] | None = None  # of an answer that is nothing of payments.events.serializers.registry
    or_deleted: str = ""  # the shape that is answered instead where the object was deleted

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_list(self) -> bool:
        return self.answers.startswith("list of ")

    @property
    def shape_name(self) -> str:
        return self.answers.removeprefix("list of ")


def retrieve(path: str, name: str, summary: str) -> Endpoint[Params]:
    """GET of one object; its id is the last name in the path's braces."""
    param = path.rpartition("{")[2].rstrip("}")

    def run(call: Call[Params]) -> Answer:
        row = call.own(name, param)
        return Named(kind_for(name, call.ids[param]) or kind, row)

    kind = kind_named(name)
    return Endpoint("GET", path, kind.permission, Params, kind.shape, run, summary)


def listing(
    path: str,
    name: str,
    params: type[L],
    narrow: Callable[[Call[L], QuerySet[Any]], QuerySet[Any]],
    summary: str,
) -> Endpoint[L]:
    """GET of a list of the caller's objects of a kind, `narrow`ed by the parameters."""
    kind = kind_named(name)

    def run(call: Call[L]) -> Answer:
        return Page(kind, narrow(call, owned(kind, call.caller)))

    return Endpoint("GET", path, kind.permission, params, f"list of {kind.shape}", run, summary)


def owned(kind: Kind, caller: ApiCaller) -> QuerySet[Any]:
    """The rows of a kind that are this caller's, without what rendering adds."""
    return kind.model._default_manager.filter(kind.owned(caller.account), **{kind.mode: caller.livemode})


def kind_for(name: str, id: str) -> Kind | None:
    """The kind of this name that an id's prefix names: a charge is an attempt (ch_) or a payee's payment (py_)."""
    return next((kind for kind in KINDS if kind.name == name and id.startswith(kind.prefix)), None)


def find(caller: ApiCaller, name: str, id: str, *, param: str = "id", given: bool = False) -> Any:
    """The row of an id (1 statement). Raises ApiError: 404, or 400 where the id was `given` as a parameter."""
    row = None
    kind = kind_for(name, id)
    if kind is not None and "\x00" not in id:
        row = owned(kind, caller).filter(**{kind.key: id}).first()
    if row is None:
        raise resource_missing(name, id, param=param, status=400 if given else 404)
    return row
