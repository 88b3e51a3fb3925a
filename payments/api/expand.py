"""`expand[]`: ids replaced by the objects that they name, up to four levels deep, a few statements a level."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from payments.api.authentication import READ, ApiCaller
from payments.api.endpoint import owned
from payments.api.errors import ApiError
from payments.events.serializers import customer
from payments.events.serializers.account import destinations
from payments.events.serializers.base import ApiObject, Expands, ListObject
from payments.events.serializers.registry import KINDS, SHAPES, Kind, kind_of_id

DEEPEST = 4
Tree = dict[str, Any]


def check(paths: Iterable[str], shape: str, *, is_list: bool = False) -> Tree:
    """The paths as a tree. Raises ApiError for an invalid path, before any object is read."""
    tree: Tree = {}
    root = SHAPES.get(shape)
    for path in paths:
        names = path.split(".")
        if is_list:
            if names[0] != "data":
                raise _impossible(path, f"You may want to try expanding 'data.{path}' instead.")
            names = names[1:]
        if not names or len(names) > DEEPEST:
            raise ApiError(
                f"You cannot expand more than {DEEPEST} levels of a property. Property: {path}", param="expand"
            )
        if root is None or not _leads(names, (root,)):
            raise _impossible(path)
        branch = tree
        for name in names:
            branch = branch.setdefault(name, {})
    return tree


def expand(objects: Sequence[dict[str, Any]], tree: Tree, caller: ApiCaller) -> None:
    """Replace the ids in place. An object that the caller may not see stays an id."""
    for name, below in tree.items():
        if name == "data":
            expand(objects, below, caller)
            continue
        for one in objects:
            customer.include(one, name)
        ids = {value for one in objects if isinstance(value := one.get(name), str)}
        found = _fetch(ids, caller)
        for one in objects:
            if isinstance(value := one.get(name), str):
                one[name] = found.get(value, value)
        if below:
            expand(list(_inside(objects, name)), below, caller)


def _inside(objects: Iterable[Mapping[str, Any]], name: str) -> Iterator[dict[str, Any]]:
    """The objects that now stand in a field, those of a list one by one."""
    for one in objects:
        value = one.get(name)
        if isinstance(value, dict) and value.get("object") == "list":
            yield from value["data"]
        elif isinstance(value, dict):
            yield value


def _fetch(ids: Iterable[str], caller: ApiCaller) -> dict[str, dict[str, Any]]:
    by_kind: dict[str, list[str]] = {}
    for id in sorted(ids):
        if kind := kind_of_id(id):
            by_kind.setdefault(kind.prefix, []).append(id)
    banks = [id for id in ids if id.startswith("ba_")]  # of payouts that the caller sees
    found = {id: bank.as_json() for id, bank in destinations(banks).items()} if banks else {}
    for kind in KINDS:
        if paths := by_kind.get(kind.prefix):
            caller.require(kind.permission, READ)
            for row in _visible(kind, caller).filter(**{f"{kind.key}__in": paths}):
                rendered = kind.render(row)
                found[rendered["id"]] = rendered
    return found


def _visible(kind: Kind, caller: ApiCaller) -> Any:
    """The operator's key may follow an id into a payee's account; other keys see their own account only."""
    if caller.is_platform and caller.account is None:
        return kind.rows().filter(**{kind.mode: caller.livemode})
    return kind.rows().filter(pk__in=owned(kind, caller).values("pk"))


def _impossible(path: str, more: str = "") -> ApiError:
    return ApiError(f"This property cannot be expanded ({path[:100]}). {more}".strip(), param="expand")


def _leads(names: Sequence[str], shapes: Sequence[Any]) -> bool:
    """Whether a path exists from an object of one of these shapes."""
    if not names:
        return True
    first, *rest = names
    return not shapes or any(first in fields(shape) and _leads(rest, fields(shape)[first]) for shape in shapes)


@cache
def fields(shape: Any) -> dict[str, tuple[Any, ...]]:
    """The fields of a shape that can be expanded or lead to such fields: each with its possible shapes."""
    if get_origin(shape) is ListObject:
        return {"data": get_args(shape)}
    hints = get_type_hints(shape, include_extras=True)
    found = {name: _targets(hint) for name, hint in hints.items()}
    return {name: targets for name, targets in found.items() if targets is not None}


def _targets(hint: Any) -> tuple[Any, ...] | None:
    for part in getattr(hint, "__metadata__", ()):
        if isinstance(part, Expands):
            return tuple(SHAPES[name] for name in part.shapes)
    branches = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return tuple(one for one in branches if _is_object(get_origin(one) or one) and fields(one)) or None


def _is_object(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, ApiObject)
