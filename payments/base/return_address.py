"""The caller's return URL with query parameters."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit


def with_query(url: str, parameters: Mapping[str, str]) -> str:
    """The URL with these parameters appended to its own."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, urlencode(parameters)]))))
