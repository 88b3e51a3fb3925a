"""Scalars that graphene lacks in Saleor's names."""

import re
from decimal import Decimal
from typing import Any

import graphene
from graphene.types.generic import GenericScalar
from graphql import GraphQLError, StringValueNode, Undefined

_TOO_MUCH = Decimal(10) ** 15  # a Float of the API is exact below it


class JSON(GenericScalar):
    """Any JSON value."""


class PositiveDecimal(graphene.Decimal):
    """A positive amount; here always whole đồng. A number, or a string of ASCII digits: "245000" or "245000.00"."""

    @staticmethod
    def parse_value(value: Any) -> Any:
        return _in_range(graphene.Decimal.parse_value(_certain(value)))

    @classmethod
    def parse_literal(cls, node: Any, _variables: Any = None) -> Any:
        return _in_range(graphene.Decimal.parse_literal(_certain_literal(node), _variables))


def _certain(value: Any) -> Any:
    """A string such as "245.000" is ambiguous (thousands or a fraction), so it is refused."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,16}(\.[0-9]{1,2})?", value):
        raise GraphQLError('An amount as a string is digits only, such as "245000".')
    return value


def _certain_literal(node: Any) -> Any:
    if isinstance(node, StringValueNode):
        _certain(node.value)
    return node


def _in_range(amount: Any) -> Any:
    """Whole numbers are made of it: NaN has none, and that of 1e999999999 would fill the memory."""
    if amount is Undefined or (amount.is_finite() and 0 <= amount < _TOO_MUCH):
        return amount
    raise GraphQLError(f"An amount is from 0 to below {_TOO_MUCH:f}.")
