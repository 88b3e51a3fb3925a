"""Scalars that graphene lacks in Saleor's names."""

import graphene
from graphene.types.generic import GenericScalar


class JSON(GenericScalar):
    """Any JSON value."""


class PositiveDecimal(graphene.Decimal):
    """A positive amount; here always whole đồng."""
