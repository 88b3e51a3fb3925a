"""Logs what GraphQL refuses: the field with its ids, and limits that were reached."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from graphql import FieldNode, GraphQLError, StringValueNode, VariableNode

from core.errors import DomainError
from core.graphql import limits
from core.logs.context import current_log, note_operation, note_refusal
from core.logs.routes import shown
from core.logs.security import Event, record_event

_PERSONAL = {"PERMISSION_DENIED": "forbidden", "NOT_FOUND": "not_found"}


def note_field_refusal(refused: DomainError, field: str, arguments: Mapping[str, Any]) -> None:
    """Log a root field that this person may not use."""
    if reason := _PERSONAL.get(refused.code):
        note_operation(f"graphql:{field}", ",".join(_ids(arguments)))
        note_refusal(reason)


def note_error(error: GraphQLError, refused: DomainError) -> None:
    """The same for an error of any field, named by the root field that it stands below, if nothing has named it yet."""
    log = current_log()
    if error.path and log and not log.route:
        note_field_refusal(refused, str(error.path[0]), {})


def note_nothing(nodes: list[FieldNode], variables: Mapping[str, Any]) -> None:
    """Log a root field that answered null for an id: it does not exist, or belongs to another person."""
    arguments = {}
    for argument in nodes[0].arguments:
        value = argument.value
        if isinstance(value, VariableNode):
            arguments[argument.name.value] = variables.get(value.name.value)
        elif isinstance(value, StringValueNode):
            arguments[argument.name.value] = value.value
    if isinstance(arguments.get("id"), str):
        note_operation(f"graphql:{nodes[0].name.value}", ",".join(_ids(arguments)))
        note_refusal("not_found")


def record_limit(code: str) -> None:
    """A line for a request that one of the limits refused, by its code."""
    if code in limits.CODES:
        record_event(Event.LIMIT_REACHED, limit=f"graphql:{code.lower()}")


def _ids(arguments: Mapping[str, Any]) -> list[str]:
    """The ids among a field's arguments, one level deep: "Order:12", "Checkout:3f2a*"."""
    inputs = [value for value in arguments.values() if isinstance(value, Mapping)]
    ids = [
        value for part in (arguments, *inputs) for name, value in part.items() if name == "id" or name.endswith("_id")
    ]
    return [_readable(value) for value in ids if isinstance(value, str)][:5]


def _readable(global_id: str) -> str:
    try:
        kind, _colon, key = base64.b64decode(global_id, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return shown("", global_id)
    return f"{kind[:30]}:{shown('', key)}" if key else shown("", global_id)
