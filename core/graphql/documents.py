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
_MOST_BYTES = 30_000_000  # of the documents by text, and of those by skeleton: a large one takes 1 MB
_TOKEN_BYTES, _CHARACTER_BYTES = 600, 4  # of a parsed document, with all that hangs on it
_PATTERNS = 8  # of one skeleton
_MOST_FIELDS = 15_000  # of all plans: about 2 kB each


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


class _Parsed(NamedTuple):
    document: DocumentNode
    size: int  # bytes, about
    has_skeleton: bool


class _Family(NamedTuple):
    """Documents of one skeleton: the names outside their aliases, and what is prepared for each pattern."""

    names: frozenset[str]
    prepared: dict[Pattern, Prepared]
    size_of_one: int

    @property
    def size(self) -> int:
        return self.size_of_one * len(self.prepared)


class DocumentCache:
    """The newest documents of one schema by their text, and their plans by its skeleton; safe for threads."""

    def __init__(self, schema: GraphQLSchema, sizes: Sizes | None = None) -> None:
        self._schema, self._sizes = schema, sizes or {}
        self._known: OrderedDict[str, _Parsed] = OrderedDict()
        self._families: OrderedDict[str, _Family] = OrderedDict()
        self._fields = 0
        self._lock = Lock()

    def get(self, text: str) -> DocumentNode:
        """The document of a query's text. Raises GraphQLError (syntax) or InvalidDocument."""
        with self._lock:
            parsed = self._known.get(text)
            if parsed:
                self._known.move_to_end(text)
        if parsed:
            if parsed.has_skeleton and self.known(text) is None:  # its family was dropped
                self._prepare(text, parsed.document)
            return parsed.document
        document, has_skeleton = parse(text, max_tokens=limits.MAX_TOKENS), True
        if self.known(text) is None:
            if errors := validate(self._schema, document, _RULES, max_errors=20):
                raise InvalidDocument(errors)
            has_skeleton = self._prepare(text, document)
        with self._lock:
            self._known[text] = _Parsed(document, _size(text, document), has_skeleton)
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

    def _prepare(self, text: str, document: DocumentNode) -> bool:
        """False for a document whose aliases are not where `read_skeleton` finds them."""
        skeleton = read_skeleton(text)
        if skeleton is None or not has_aliases_at(document, text):
            return False
        with self._lock:
            new = _Family(names_of(skeleton.rest), {}, _size(text, document))
            family = self._families.setdefault(skeleton.rest, new)
            self._families.move_to_end(skeleton.rest)
            if len(family.prepared) < _PATTERNS:
                pattern = pattern_of(skeleton.aliases, family.names)
                family.prepared[pattern] = Prepared(self._schema, document, self._sizes, self._count)
            _shorten(self._families)
        return True


def _shorten(cache: OrderedDict[str, Any]) -> None:
    """Drop what was used longest ago."""
    size = sum(entry.size for entry in cache.values())
    while len(cache) > _MOST or (cache and size > _MOST_BYTES):
        size -= cache.popitem(last=False)[1].size


def _size(text: str, document: DocumentNode) -> int:
    tokens, token = 0, document.loc and document.loc.start_token
    while token:
        tokens, token = tokens + 1, token.next
    return _TOKEN_BYTES * tokens + _CHARACTER_BYTES * len(text)


class InvalidDocument(Exception):
    """The query, or its variables, do not fit the schema."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors
