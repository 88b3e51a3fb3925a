"""Limits of one request; Saleor's figures where it has one. `cost` and `execution` hold them."""

from graphql import GraphQLError

MAX_BODY_BYTES = 100_000
MAX_TOKENS = 2_000  # validation compares fields in pairs: twice the tokens are four times the work
MAX_COST = 50_000
LIST_SIZE = 20  # entries of a list whose size neither the query nor the schema gives
MAX_PAGE = 100
MAX_DEPTH = 15
MAX_FIELDS = 2_000  # after fragments are expanded
MAX_ALIASES = 100
MAX_MUTATIONS = 4
MAX_INPUT_ITEMS = 100  # entries of one list argument
MAX_SAME_TYPE = 2  # one type on the way from the root to a field: product → variants → product
MAX_SECONDS = 5.0  # one execution
MAX_ANSWER_BYTES = 2_000_000  # values of one answer
VALUE_BYTES = 16  # of each value: a name, quotes and a number

# The error codes of the limits.
CODES = frozenset(
    {
        "ALIAS_LIMIT",
        "ANSWER_TOO_LARGE",
        "BATCH_LIMIT",
        "BODY_TOO_LARGE",
        "FIELD_LIMIT",
        "INPUT_LIMIT",
        "MUTATION_LIMIT",
        "QUERY_COST",
        "QUERY_DEPTH",
        "TIMEOUT",
    }
)


def refusal(message: str, code: str) -> GraphQLError:
    """An error that names the limit by `extensions.exception.code`."""
    return GraphQLError(message, extensions={"exception": {"code": code}})
