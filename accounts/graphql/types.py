"""A person as the API shows them, to themselves only."""

from typing import Any

import graphene

from accounts.models import User as UserModel
from core.graphql.ids import to_global_id


class User(graphene.ObjectType):
    """The signed-in person."""

    id = graphene.ID(required=True)
    email = graphene.String(description="E-mail, where there is one.")
    phone = graphene.String(description="National digits: 0912345678.")
    full_name = graphene.String(required=True)

    def resolve_id(root: UserModel, info: Any) -> str:
        return to_global_id("User", root.pk)
