"""Finding what a caller may see, and nothing else: another's object is answered like one that does not exist."""

from typing import Any

from django.db.models import QuerySet

from payments.api.authentication import ApiCaller
from payments.api.errors import resource_missing
from payments.events.serializers.registry import KINDS, Kind


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
