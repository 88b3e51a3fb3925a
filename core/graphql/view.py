"""The GraphQL endpoint: thin, synchronous, POST of JSON only; GET shows the page on which developers try it."""

import logging
from collections.abc import Callable
from typing import Any

import orjson
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from graphene import Schema
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    execute_sync,
    get_operation_ast,
)
from graphql.execution.values import get_variable_values
from psycopg.errors import QueryCanceled

from core.errors import DomainError
from core.graphql import limits
from core.graphql.context import Context
from core.graphql.cost import Sizes, measure
from core.graphql.documents import DocumentCache, InvalidDocument
from core.graphql.execution import LimitedExecutionContext

logger = logging.getLogger(__name__)
Authenticate = Callable[[HttpRequest], Any]


class GraphQLView:
    """Serves one schema. `authenticate(request)` gives the bearer's user or None, or raises DomainError.

    HTTP 200 with `data` and `errors` for whatever was executed, 400 for what is not a valid request, 401 for a bad
    token, 405 for other methods, 413 for a body above 100 kB.
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
        if request.method in {"GET", "HEAD"}:
            return render(request, "core/graphql_explorer.html")
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
        try:
            asked = self._read(request)
            context = Context(request, self._authenticate(request))
            document, operation = self._document(asked)
            cost = self._cost(document, operation, asked["variables"])
        except _BadRequest as bad:
            answer = _answer({"errors": [_error(bad.message, bad.code)]}, bad.status)
            if bad.status == 413:
                answer["Connection"] = "close"  # the body stays unread: nothing more can be asked on this connection
            return answer
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
            variable_values=asked["variables"],
            operation_name=asked["operationName"],
            execution_context_class=LimitedExecutionContext,
        )
        return self._executed(result, cost)

    def _read(self, request: HttpRequest) -> dict[str, Any]:
        if int(request.META.get("CONTENT_LENGTH") or 0) > limits.MAX_BODY_BYTES:
            raise _BadRequest(f"A request has at most {limits.MAX_BODY_BYTES} bytes.", "BODY_TOO_LARGE", 413)
        if request.content_type != "application/json":
            raise _BadRequest("Send the query as JSON with Content-Type: application/json.", "BAD_REQUEST")
        try:
            asked = orjson.loads(request.body)
        except orjson.JSONDecodeError as error:
            raise _BadRequest("The body is not JSON.", "BAD_REQUEST") from error
        if isinstance(asked, list):
            raise _BadRequest("One operation a request: batches are not taken.", "BATCH_LIMIT")
        if not isinstance(asked, dict) or not isinstance(asked.get("query"), str):
            raise _BadRequest('The body needs a "query".', "BAD_REQUEST")
        variables, name = asked.get("variables") or {}, asked.get("operationName")
        if not isinstance(variables, dict) or not isinstance(name, str | None):
            raise _BadRequest('"variables" is an object and "operationName" a string.', "BAD_REQUEST")
        return {"query": asked["query"], "variables": variables, "operationName": name}

    def _document(self, asked: dict[str, Any]) -> tuple[DocumentNode, OperationDefinitionNode]:
        document = self._documents.get(asked["query"])
        operation = get_operation_ast(document, asked["operationName"])
        if operation is None:
            raise _BadRequest('Say with "operationName" which operation to run.', "BAD_REQUEST")
        return document, operation

    def _cost(self, document: DocumentNode, operation: OperationDefinitionNode, given: dict[str, Any]) -> int:
        variables = get_variable_values(self._schema, operation.variable_definitions, given, max_errors=20)
        if isinstance(variables, list):
            raise InvalidDocument(variables)
        return measure(self._schema, document, operation, variables, self._sizes)

    def _executed(self, result: ExecutionResult, cost: int) -> HttpResponse:
        body: dict[str, Any] = {"data": result.data}
        if result.errors:
            body["errors"] = [_formatted(error) for error in result.errors]
        body["extensions"] = {"cost": {"requestedQueryCost": cost, "maximumAvailable": limits.MAX_COST}}
        return _answer(body, 200)


class _BadRequest(Exception):
    def __init__(self, message: str, code: str, status: int = 400) -> None:
        super().__init__(message)
        self.message, self.code, self.status = message, code, status


def _error(message: str, code: str) -> dict[str, Any]:
    return {"message": message, "extensions": {"exception": {"code": code}}}


def _formatted(error: GraphQLError) -> dict[str, Any]:
    """An error for the asker: a rule's refusal in its own words, and nothing of the inside of anything else."""
    formatted = dict(error.formatted)
    cause = error.original_error
    if isinstance(cause, DomainError):
        formatted["message"] = str(cause.message)
        formatted["extensions"] = {"exception": {"code": cause.code}}
    elif isinstance(cause, OperationalError) and isinstance(cause.__cause__, QueryCanceled):
        formatted["message"] = "The request takes too long."
        formatted["extensions"] = {"exception": {"code": "TIMEOUT"}}
    elif cause is not None and not isinstance(cause, GraphQLError):
        logger.error("GraphQL resolver failed", exc_info=cause)
        formatted["message"] = "Internal Server Error"
        formatted["extensions"] = {"exception": {"code": "INTERNAL_SERVER_ERROR"}}
    else:
        formatted.setdefault("extensions", {"exception": {"code": "GraphQLError"}})
    return formatted


def _answer(body: dict[str, Any], status: int) -> HttpResponse:
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/json")
