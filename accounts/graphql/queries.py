"""Who is asking."""

from typing import Any

import graphene

from accounts.graphql.types import User
from core.graphql.context import ctx


class Queries:
    me = graphene.Field(User, description="The signed-in person; null for a guest.")

    def resolve_me(root: Any, info: Any) -> Any:
        return ctx(info).user
