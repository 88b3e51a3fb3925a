"""The caller's own page, with what it is told added to its address."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit


def with_query(url: str, parameters: Mapping[str, str]) -> str:
    """An address with these parameters behind its own."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, urlencode(parameters)]))))
