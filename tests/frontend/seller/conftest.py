"""The market of the orders' tests, its sellers signed in, and an order in each state."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from orders.models import Order
from tests.market import Market
from tests.orders.conftest import market, paid
from tests.orders.helpers import place, ready_cart

__all__ = ["market", "paid"]
from tests.sessions import sign_in


@pytest.fixture
def enter() -> Callable[[User], Client]:
    """A browser signed in as this person."""

    def make(user: User) -> Client:
        return sign_in(Client(), user)

    return make


@pytest.fixture
def manager(market: Market, enter: Callable[[User], Client]) -> Client:
    """The cooperative's manager's browser."""
    return enter(market.manager)


@pytest.fixture
def owner(market: Market, enter: Callable[[User], Client]) -> Client:
    """The household owner's browser."""
    return enter(market.household_owner)


@pytest.fixture
def cash(market: Market) -> Order:
    """The cooperative's order of one carton of mangoes, to be paid in cash."""
    return place(ready_cart([(market.mango, 1)], method="cash")).orders[0]


def text(response: Any) -> str:
    """The page's text with collapsed white space."""
    return " ".join(response.content.decode().replace("\u00a0", " ").split())
