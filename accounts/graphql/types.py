"""A person as the API shows them, to themselves only."""

import graphene

from accounts.models import User as UserModel
from core.graphql.types import ModelType


class User(ModelType):
    """The signed-in person."""

    email = graphene.String(description="E-mail, where there is one.")
    phone = graphene.String(description="National digits: 0912345678.")

    class Meta:
        model = UserModel
        fields = ("id", "email", "phone", "full_name")
