"""The context of a request in its resolvers."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest

from core.graphql.deferred import Batch, Loader

_PLAIN = re.compile(r"(?:/[0-9A-Za-z_-][0-9A-Za-z_.-]*)+")


@lru_cache(4096)
def _is_plain(path: str) -> bool:
    return bool(_PLAIN.fullmatch(path))


class Context:
    """The request, its user (None for a guest), and its loaders."""

    def __init__(self, request: HttpRequest, user: Any) -> None:
        self.request = request
        self.user = user
        self.begun: Any = None  # `execution.Begun`, where graphql-core goes on with a query
        self._address: str | None = None
        self._loaders: dict[str, Loader] = {}

    @property
    def ip(self) -> str:
        """The client's address, for throttling."""
        return self.request.META.get("REMOTE_ADDR", "")

    def absolute(self, path: str) -> str:
        """The path with this request's scheme and host, as `build_absolute_uri`, which escapes what needs it."""
        if not _is_plain(path):
            return self.request.build_absolute_uri(path)
        if self._address is None:
            self._address = self.request.build_absolute_uri("/").removesuffix("/")
        return self._address + path

    def loader(self, name: str, batch: Callable[["Context"], Batch]) -> Loader:
        """The request's loader of that name, made when first asked for."""
        if name not in self._loaders:
            self._loaders[name] = Loader(batch(self))
        return self._loaders[name]


def ctx(info: Any) -> Context:
    """The context of a resolver's info, typed."""
    return info.context
