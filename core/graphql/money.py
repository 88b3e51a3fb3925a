"""Money in the API: whole đồng in a Float, exact below 2^53, as Saleor's clients expect."""

import graphene

from core.money import CURRENCY


class Money(graphene.ObjectType):
    """An amount of money."""

    amount = graphene.Float(required=True, description="Whole đồng.")
    currency = graphene.String(required=True, description="Always VND.")


class TaxedMoney(graphene.ObjectType):
    """A price with its tax. Prices include tax; sellers declare their own, so `tax` is 0 and `net` equals `gross`."""

    currency = graphene.String(required=True)
    gross = graphene.Field(Money, required=True)
    net = graphene.Field(Money, required=True)
    tax = graphene.Field(Money, required=True)


def money(amount: int) -> Money:
    """`amount` đồng."""
    return Money(amount=amount, currency=CURRENCY)


def taxed(amount: int) -> TaxedMoney:
    """`amount` đồng, tax included."""
    price = money(amount)
    return TaxedMoney(currency=CURRENCY, gross=price, net=price, tax=_NO_TAX)


_NO_TAX = money(0)
