"""A cache of parsed and validated documents: parsing and validating take a quarter of a request."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    StringValueNode,
    parse,
    specified_rules,
    validate,
)

from core.graphql import limits

_MOST = 500


class NoNulRule(ASTValidationRule):
    """No text in a document holds NUL: PostgreSQL cannot store it."""

    def enter_string_value(self, node: StringValueNode, *_place: Any) -> None:
        if "\0" in node.value:
            extensions = {"exception": {"code": "INVALID"}}
            self.report_error(GraphQLError("A text holds the character NUL (U+0000).", node, extensions=extensions))


_RULES = (*specified_rules, NoNulRule)


class DocumentCache:
    """The newest documents of one schema, by their text; safe for threads."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._known: OrderedDict[str, DocumentNode] = OrderedDict()
        self._lock = Lock()

    def get(self, text: str) -> DocumentNode:
        """The document of a query's text. Raises GraphQLError (syntax) or ExceptionGroup of them (validation)."""
        with self._lock:
            if text in self._known:
                self._known.move_to_end(text)
                return self._known[text]
        document = parse(text, max_tokens=limits.MAX_TOKENS)
        if errors := validate(self._schema, document, _RULES, max_errors=20):
            raise InvalidDocument(errors)
        with self._lock:
            self._known[text] = document
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return document


class InvalidDocument(Exception):
    """The query, or its variables, do not fit the schema."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors
