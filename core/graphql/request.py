"""Parse a GraphQL request: a JSON body, or the query string of a GET."""

from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest

from core.graphql import limits


@dataclass(frozen=True)
class GraphQLRequest:
    query: str
    variables: dict[str, Any]
    operation_name: str | None


class BadRequest(Exception):
    """Not a request of GraphQL: the message, a code of the API, the HTTP status, and headers."""

    def __init__(self, message: str, code: str = "BAD_REQUEST", status: int = 400, **headers: str) -> None:
        super().__init__(message)
        self.message, self.code, self.status, self.headers = message, code, status, headers


def read_request(request: HttpRequest) -> GraphQLRequest:
    """Raises BadRequest, also for text that no row can hold."""
    content = _query_string(request) if request.method in {"GET", "HEAD"} else _body(request)
    if isinstance(content, list):
        raise BadRequest("One operation a request: batches are not taken.", "BATCH_LIMIT")
    if not isinstance(content, dict) or not isinstance(content.get("query"), str):
        raise BadRequest('The request needs a "query".')
    variables, name = content.get("variables") or {}, content.get("operationName")
    if not isinstance(variables, dict) or not isinstance(name, str | None):
        raise BadRequest('"variables" is an object and "operationName" a string.')
    if _holds_nul(variables):
        raise BadRequest("A variable holds the character NUL (U+0000).", "INVALID")
    return GraphQLRequest(content["query"], variables, name or None)


def _body(request: HttpRequest) -> Any:
    if int(request.META.get("CONTENT_LENGTH") or 0) > limits.MAX_BODY_BYTES:
        # The body stays unread: the connection cannot be used again.
        message = f"A request has at most {limits.MAX_BODY_BYTES} bytes."
        raise BadRequest(message, "BODY_TOO_LARGE", 413, Connection="close")
    if request.content_type != "application/json":
        raise BadRequest("Send the query as JSON with Content-Type: application/json.")
    return _json(request.body, "The body")


def _query_string(request: HttpRequest) -> dict[str, Any]:
    content: dict[str, Any] = {name: request.GET[name] for name in ("query", "operationName") if name in request.GET}
    if variables := request.GET.get("variables"):
        content["variables"] = _json(variables, '"variables"')
    return content


def _json(text: str | bytes, subject: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"{subject} is not JSON.") from error


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any("\0" in name or _holds_nul(each) for name, each in value.items())
    return isinstance(value, list) and any(_holds_nul(each) for each in value)
