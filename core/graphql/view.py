"""The GraphQL endpoint: graphene-django's view with bearer tokens only, limits, and errors in the API's shape.

A browser that asks for HTML gets the page on which developers try the API.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from graphene import Schema
from graphene_django.views import GraphQLView as DjangoGraphQLView
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
from core.graphql.cacheable import CacheableFields
from core.graphql.compiled.run import Uncovered
from core.graphql.context import Context
from core.graphql.cors import allow_origin
from core.graphql.cost import Sizes, measure
from core.graphql.documents import DocumentCache, InvalidDocument
from core.graphql.execution import Begun, LimitedExecutionContext
from core.graphql.refusals import note_error, record_limit
from core.graphql.request import BadRequest, GraphQLRequest, read_request
from core.logs.security import Event, record_event
from core.response_cache.declare import Declaration
from core.response_cache.scopes import Scope
from core.unavailable import is_busy, is_unavailable

logger = logging.getLogger(__name__)
# The database cannot be reached or written.
UNAVAILABLE: dict[str, Any] = {
    "message": "Nothing can be saved at this moment. Try again in a minute.",
    "extensions": {"exception": {"code": "SERVICE_UNAVAILABLE"}},
}
# A statement timed out, or was cancelled to resolve a deadlock.
BUSY: dict[str, Any] = {
    "message": "The request takes too long. Try again in a minute.",
    "extensions": {"exception": {"code": "TIMEOUT"}},
}
Authenticate = Callable[[HttpRequest], Any]
_VALUES_A_BYTE = 8  # at most: a value counts as 16 bytes at least, and "1," in a list of numbers is two
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class GraphQLView(DjangoGraphQLView):
    """Serves one schema. `authenticate(request)` returns the bearer's user or None, or raises DomainError.

    HTTP 200 with `data` and `errors` for whatever was executed, 400 for what is not a valid request, 401 for a bad
    token, 405 for other methods and a mutation by GET, 413 for a body above 100 kB. Batches are refused.
    """

    authenticate: Authenticate | None = None
    documents: DocumentCache | None = None
    sizes: Sizes | None = None
    cacheable: CacheableFields | None = None

    def __init__(
        self,
        *,
        schema: Schema,
        authenticate: Authenticate,
        documents: DocumentCache,
        sizes: Sizes | None = None,
        cacheable: CacheableFields | None = None,
    ) -> None:
        super().__init__(schema=schema, execution_context_class=LimitedExecutionContext)
        self._authenticate, self._documents, self._sizes = authenticate, documents, sizes or {}
        self._cacheable = cacheable

    @classmethod
    def as_view(cls, *, schema: Schema, **options: Any) -> Callable[..., HttpResponseBase]:
        """Bearer tokens only, no cookies, so CSRF does not apply. `sizes` as `measure` reads them; `cacheable`: of
        queries for these fields the answers to guests may be cached.

        Django makes a view object for each request; the parsed documents are shared by all of them.
        """
        documents = DocumentCache(schema.graphql_schema, options.get("sizes"))
        view = csrf_exempt(super().as_view(schema=schema, documents=documents, **options))
        if options.get("cacheable"):
            view.cached = Declaration((), is_api=True)
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Replaces graphene-django's, which sets a CSRF cookie and reads forms."""
        if request.method not in _METHODS:
            return HttpResponse(status=405, headers={"Allow": ", ".join(_METHODS)})
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": ", ".join(_METHODS)})
        elif request.method != "POST" and self.request_wants_html(request):
            response = render(request, "core/graphql_explorer.html")
        else:
            response = self._respond(request)
        if request.method != "POST":
            patch_vary_headers(response, ["Accept"])
        return allow_origin(request, response)

    @classmethod
    def request_wants_html(cls, request: HttpRequest) -> bool:
        return request.get_preferred_type(["application/json", "text/html"]) == "text/html"

    def parse_body(self, request: HttpRequest) -> GraphQLRequest:
        return read_request(request)

    def get_context(self, request: HttpRequest) -> Context:
        return Context(request, self._authenticate(request))

    def execute_graphql_request(
        self,
        request: HttpRequest,
        data: GraphQLRequest,
        query: str,
        variables: dict[str, Any],
        operation_name: str | None,
        show_graphiql: bool = False,
    ) -> ExecutionResult:
        """Raises BadRequest, DomainError (the token), InvalidDocument and GraphQLError (a limit) before it executes."""
        context = self._context
        document, operation = self._document(query, operation_name)
        if request.method != "POST" and operation.operation is not OperationType.QUERY:
            raise BadRequest("Send a mutation by POST.", "BAD_REQUEST", 405, Allow="POST")
        cost = self._cost(document, operation, variables)
        result = execute_sync(
            self.schema.graphql_schema,
            document,
            root_value=self.get_root_value(request),
            context_value=context,
            variable_values=variables,
            operation_name=operation_name,
            middleware=[*(self.get_middleware(request) or ()), *([context.begun] if context.begun else ())] or None,
            execution_context_class=self.execution_context_class,
        )
        result.extensions = _extensions(cost)
        return result

    def json_encode(self, request: HttpRequest, d: Any, pretty: bool = False) -> bytes:
        return orjson.dumps(d)

    @staticmethod
    def format_error(error: Any) -> dict[str, Any]:
        """A DomainError keeps its message; any other exception shows nothing of its content."""
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

    def _respond(self, request: HttpRequest) -> HttpResponse:
        try:
            data = self.parse_body(request)
            self._context = self.get_context(request)
            if (content := self._compiled(request, data)) is not None:
                return self._declared(HttpResponse(content, content_type="application/json"), data)
            result = self.execute_graphql_request(request, data, data.query, data.variables, data.operation_name)
        except BadRequest as refusal:
            if refusal.code == "INVALID":
                record_event(Event.INPUT_REFUSED, reason="nul")
            record_limit(refusal.code)
            return self._answer(
                request, {"errors": [_error(refusal.message, refusal.code)]}, refusal.status, refusal.headers
            )
        except DomainError as refusal:
            return self._answer(request, {"errors": [_error(str(refusal.message), refusal.code)]}, 401)
        except InvalidDocument as invalid:
            return self._answer(request, {"errors": [self.format_error(error) for error in invalid.errors]}, 400)
        except GraphQLError as error:
            return self._answer(request, {"errors": [self.format_error(error)]}, 400)
        body: dict[str, Any] = {"data": result.data}
        if result.errors:
            body["errors"] = [self.format_error(error) for error in result.errors]
        body["extensions"] = result.extensions
        causes = [error.original_error for error in result.errors or ()]
        if any(is_unavailable(cause) or is_busy(cause) for cause in causes):
            return self._answer(request, body, 503, {"Retry-After": "30"})
        response = self._answer(request, body, 200)
        return response if result.errors else self._declared(response, data)

    def _declared(self, response: HttpResponse, data: GraphQLRequest) -> HttpResponse:
        """An answer to a guest says what it shows, if it is to be cached."""
        cacheable = self._cacheable
        if cacheable and self._context.user is None:
            response.cache_scopes = partial(self._scopes, cacheable, data)  # type: ignore[attr-defined]
        return response

    def _scopes(self, cacheable: CacheableFields, data: GraphQLRequest) -> tuple[Scope, ...] | None:
        return cacheable.scopes(*self._document(data.query, data.operation_name))

    def _answer(
        self, request: HttpRequest, body: dict[str, Any], status: int, headers: dict[str, str] | None = None
    ) -> HttpResponse:
        content = self.json_encode(request, body)
        return HttpResponse(content, status=status, content_type="application/json", headers=headers)

    def _compiled(self, request: HttpRequest, data: GraphQLRequest) -> bytes | None:
        """The answer of a query's closures; None where graphql-core must answer, which goes on where they stopped."""
        if self.get_middleware(request):
            return None  # it wraps resolvers
        known = self._documents.known(data.query)
        if known is None:
            self._documents.get(data.query)
            known = self._documents.known(data.query)
        try:
            started = known and known.prepared.start(data.operation_name, data.variables)
        except GraphQLError:  # a limit is passed: graphql-core's path says it in this text's words
            return None
        if not known or not started:
            return None
        run = started.run(known.aliases, self.get_root_value(request), self._context)
        try:
            body = {"data": run.answer(started.closure), "extensions": _extensions(started.cost)}
            content = self.json_encode(request, body)
            if run.counts or len(content) <= limits.MAX_ANSWER_BYTES // _VALUES_A_BYTE:
                return content
        except (Exception, Uncovered) as stopped:  # noqa: BLE001 — graphql-core answers, with the error if it is one
            logger.debug("graphql-core goes on: %r", stopped)
        roots = {known.aliases[name] if isinstance(name, int) else name: value for name, value in run.roots.items()}
        self._context.begun = Begun(run.ends_at, roots)
        return None

    def _document(self, query: str, operation_name: str | None) -> tuple[DocumentNode, OperationDefinitionNode]:
        document = self._documents.get(query)
        operation = get_operation_ast(document, operation_name)
        if operation is None:
            raise BadRequest('Say with "operationName" which operation to run.')
        return document, operation

    def _cost(self, document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any]) -> int:
        schema = self.schema.graphql_schema
        coerced = get_variable_values(schema, operation.variable_definitions, variables, max_errors=20)
        if isinstance(coerced, list):
            raise InvalidDocument(coerced)
        return measure(schema, document, operation, coerced, self._sizes)


def _extensions(cost: int) -> dict[str, Any]:
    return {"cost": {"requestedQueryCost": cost, "maximumAvailable": limits.MAX_COST}}


def _error(message: str, code: str) -> dict[str, Any]:
    return {"message": message, "extensions": {"exception": {"code": code}}}


def _code(error: GraphQLError) -> str:
    return str((error.extensions or {}).get("exception", {}).get("code", ""))
