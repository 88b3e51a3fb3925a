"""The GraphQL endpoint: thin and synchronous. A browser that asks for HTML gets the page on which developers try it."""

import logging
from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from graphene import Schema
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    get_operation_ast,
)
from graphql.execution.values import get_variable_values

from core.errors import DomainError
from core.graphql import limits
from core.graphql.context import Context
from core.graphql.cors import allow_origin
from core.graphql.cost import Sizes, measure
from core.graphql.documents import DocumentCache, InvalidDocument
from core.graphql.execution import LimitedExecutionContext
from core.graphql.refusals import note_error, record_limit
from core.graphql.request import BadRequest, GraphQLRequest, read_request
from core.logs.security import Event, record_event
from core.unavailable import is_busy, is_unavailable

logger = logging.getLogger(__name__)
# Where nothing can be written or read now.
UNAVAILABLE: dict[str, Any] = {
    "message": "Nothing can be saved at this moment. Try again in a minute.",
    "extensions": {"exception": {"code": "SERVICE_UNAVAILABLE"}},
}
# Where a statement ran out of time, or lost to another one.
BUSY: dict[str, Any] = {
    "message": "The request takes too long. Try again in a minute.",
    "extensions": {"exception": {"code": "TIMEOUT"}},
}
Authenticate = Callable[[HttpRequest], Any]
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class GraphQLView:
    """Serves one schema. `authenticate(request)` gives the bearer's user or None, or raises DomainError.

    HTTP 200 with `data` and `errors` for whatever was executed, 400 for what is not a valid request, 401 for a bad
    token, 405 for other methods and a mutation by GET, 413 for a body above 100 kB.
    """

    def __init__(self, schema: Schema, authenticate: Authenticate, sizes: Sizes) -> None:
        self._schema = schema.graphql_schema
        self._sizes = sizes
        self._documents = DocumentCache(self._schema)
        self._authenticate = authenticate

    @classmethod
    def as_view(
        cls, schema: Schema, authenticate: Authenticate, *, sizes: Sizes | None = None
    ) -> Callable[[HttpRequest], HttpResponse]:
        """Bearer tokens only, no cookies: so no CSRF to guard against. `sizes` as `measure` reads them."""
        return csrf_exempt(cls(schema, authenticate, sizes or {}))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in _METHODS:
            return HttpResponse(status=405, headers={"Allow": ", ".join(_METHODS)})
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": ", ".join(_METHODS)})
        elif request.method != "POST" and _wants_html(request):
            response = render(request, "core/graphql_explorer.html")
        else:
            response = self._respond(request)
        if request.method != "POST":
            patch_vary_headers(response, ["Accept"])
        return allow_origin(request, response)

    def _respond(self, request: HttpRequest) -> HttpResponse:
        try:
            content = read_request(request)
            context = Context(request, self._authenticate(request))
            document, operation = self._document(content)
            if request.method != "POST" and operation.operation is not OperationType.QUERY:
                raise BadRequest("Send a mutation by POST.", "BAD_REQUEST", 405, Allow="POST")
            cost = self._cost(document, operation, content.variables)
        except BadRequest as bad:
            if bad.code == "INVALID":
                record_event(Event.INPUT_REFUSED, reason="nul")
            record_limit(bad.code)
            return _answer({"errors": [_error(bad.message, bad.code)]}, bad.status, bad.headers)
        except DomainError as refused:
            return _answer({"errors": [_error(str(refused.message), refused.code)]}, 401)
        except InvalidDocument as invalid:
            return _answer({"errors": [_formatted(error) for error in invalid.errors]}, 400)
        except GraphQLError as error:
            return _answer({"errors": [_formatted(error)]}, 400)
        result = execute_sync(
            self._schema,
            document,
            context_value=context,
            variable_values=content.variables,
            operation_name=content.operation_name,
            execution_context_class=LimitedExecutionContext,
        )
        return self._executed(result, cost)

    def _document(self, content: GraphQLRequest) -> tuple[DocumentNode, OperationDefinitionNode]:
        document = self._documents.get(content.query)
        operation = get_operation_ast(document, content.operation_name)
        if operation is None:
            raise BadRequest('Say with "operationName" which operation to run.')
        return document, operation

    def _cost(self, document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any]) -> int:
        variables = get_variable_values(self._schema, operation.variable_definitions, variables, max_errors=20)
        if isinstance(variables, list):
            raise InvalidDocument(variables)
        return measure(self._schema, document, operation, variables, self._sizes)

    def _executed(self, result: ExecutionResult, cost: int) -> HttpResponse:
        body: dict[str, Any] = {"data": result.data}
        if result.errors:
            body["errors"] = [_formatted(error) for error in result.errors]
        body["extensions"] = {"cost": {"requestedQueryCost": cost, "maximumAvailable": limits.MAX_COST}}
        causes = [error.original_error for error in result.errors or ()]
        later = any(is_unavailable(cause) or is_busy(cause) for cause in causes)
        return _answer(body, 503, {"Retry-After": "30"}) if later else _answer(body, 200)


def _wants_html(request: HttpRequest) -> bool:
    return request.get_preferred_type(["application/json", "text/html"]) == "text/html"


def _error(message: str, code: str) -> dict[str, Any]:
    return {"message": message, "extensions": {"exception": {"code": code}}}


def _formatted(error: GraphQLError) -> dict[str, Any]:
    """An error for the asker: a rule's refusal in its own words, and nothing of the inside of anything else."""
    formatted = dict(error.formatted)
    cause = error.original_error
    if isinstance(cause, DomainError):
        note_error(error, cause)
        formatted["message"] = str(cause.message)
        formatted["extensions"] = {"exception": {"code": cause.code}}
    elif is_busy(cause):
        logger.warning("GraphQL resolver ran out of time", exc_info=cause)
        formatted |= BUSY
        record_limit("TIMEOUT")
    elif is_unavailable(cause):
        logger.error("GraphQL resolver could not reach or write the database", exc_info=cause)
        formatted |= UNAVAILABLE
    elif cause is not None and not isinstance(cause, GraphQLError):
        logger.error("GraphQL resolver failed", exc_info=cause)
        formatted["message"] = "Internal Server Error"
        formatted["extensions"] = {"exception": {"code": "INTERNAL_SERVER_ERROR"}}
    else:
        formatted.setdefault("extensions", {"exception": {"code": "GraphQLError"}})
        record_limit(_code(error))
    return formatted


def _code(error: GraphQLError) -> str:
    return str((error.extensions or {}).get("exception", {}).get("code", ""))


def _answer(body: dict[str, Any], status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/json", headers=headers)
