"""The context of a request in its resolvers."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from core.graphql.deferred import Batch, Loader


class Context:
    """The request, its user (None for a guest), and its loaders."""

    def __init__(self, request: HttpRequest, user: Any) -> None:
        self.request = request
        self.user = user
        self.begun: Any = None  # `execution.Begun`, where graphql-core goes on with a query
        self._loaders: dict[str, Loader] = {}

    @property
    def ip(self) -> str:
        """The client's address, for throttling."""
        return self.request.META.get("REMOTE_ADDR", "")

    def loader(self, name: str, batch: Callable[["Context"], Batch]) -> Loader:
        """The request's loader of that name, made when first asked for."""
        if name not in self._loaders:
            self._loaders[name] = Loader(batch(self))
        return self._loaders[name]


def ctx(info: Any) -> Context:
    """The context of a resolver's info, typed."""
    return info.context
