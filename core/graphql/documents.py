"""A cache of parsed and validated documents: parsing and validating take a quarter of a request."""

from collections import OrderedDict
from threading import Lock
from typing import Any, NamedTuple

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
from core.graphql.compiled.plans import Prepared
from core.graphql.compiled.skeletons import Pattern, has_aliases_at, names_of, pattern_of, read_skeleton
from core.graphql.cost import Sizes

_MOST = 500
_PATTERNS = 8  # of one skeleton
_MOST_FIELDS = 50_000  # of all plans: about 1 kB each


class NoNulRule(ASTValidationRule):
    """No text in a document holds NUL: PostgreSQL cannot store it."""

    def enter_string_value(self, node: StringValueNode, *_place: Any) -> None:
        if "\0" in node.value:
            extensions = {"exception": {"code": "INVALID"}}
            self.report_error(GraphQLError("A text holds the character NUL (U+0000).", node, extensions=extensions))


_RULES = (*specified_rules, NoNulRule)


class Known(NamedTuple):
    """What a text's skeleton has prepared, and the names of the text's own aliases."""

    prepared: Prepared
    aliases: tuple[str, ...]


class _Family(NamedTuple):
    """Documents of one skeleton: the names outside their aliases, and what is prepared for each pattern."""

    names: frozenset[str]
    prepared: dict[Pattern, Prepared]


class DocumentCache:
    """The newest documents of one schema by their text, and their plans by its skeleton; safe for threads."""

    def __init__(self, schema: GraphQLSchema, sizes: Sizes | None = None) -> None:
        self._schema, self._sizes = schema, sizes or {}
        self._known: OrderedDict[str, DocumentNode] = OrderedDict()
        self._families: OrderedDict[str, _Family] = OrderedDict()
        self._fields = 0
        self._lock = Lock()

    def get(self, text: str) -> DocumentNode:
        """The document of a query's text. Raises GraphQLError (syntax) or InvalidDocument."""
        with self._lock:
            if text in self._known:
                self._known.move_to_end(text)
                return self._known[text]
        document = parse(text, max_tokens=limits.MAX_TOKENS)
        if self.known(text) is None:
            if errors := validate(self._schema, document, _RULES, max_errors=20):
                raise InvalidDocument(errors)
            self._prepare(text, document)
        with self._lock:
            self._known[text] = document
            _shorten(self._known)
        return document

    def known(self, text: str) -> Known | None:
        """What is prepared for a text that equals a valid one but for the names of its aliases."""
        skeleton = read_skeleton(text)
        if skeleton is None:
            return None
        with self._lock:
            family = self._families.get(skeleton.rest)
            if family is None:
                return None
            self._families.move_to_end(skeleton.rest)
        prepared = family.prepared.get(pattern_of(skeleton.aliases, family.names))
        return None if prepared is None else Known(prepared, skeleton.aliases)

    def _count(self, fields: int) -> None:
        """A plan was made. Where all of them become too many, the cache begins anew."""
        with self._lock:
            self._fields += fields
            if self._fields > _MOST_FIELDS:
                self._fields = fields
                self._families.clear()
                self._known.clear()  # so that their texts are prepared again

    def _prepare(self, text: str, document: DocumentNode) -> None:
        skeleton = read_skeleton(text)
        if skeleton is None or not has_aliases_at(document, text):
            return
        with self._lock:
            family = self._families.setdefault(skeleton.rest, _Family(names_of(skeleton.rest), {}))
            if len(family.prepared) < _PATTERNS:
                pattern = pattern_of(skeleton.aliases, family.names)
                family.prepared[pattern] = Prepared(self._schema, document, self._sizes, self._count)
            _shorten(self._families)


def _shorten(cache: OrderedDict[str, Any]) -> None:
    while len(cache) > _MOST:
        cache.popitem(last=False)


class InvalidDocument(Exception):
    """The query, or its variables, do not fit the schema."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors
