"""A market, its definitions, and people of each role in the back office."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.definitions.services.load_definitions import load_definitions
from payments.callbacks import ipn
from payments.models import Attempt, ProviderMessage
from tests.factories import make_officer, make_seller, make_user
from tests.indicators.conftest import refund, sell  # noqa: F401
from tests.payments.conftest import waiting_jobs  # noqa: F401
from tests.payments.helpers import make_attempt, message
from tests.payments.reconciliation.conftest import operator, paid, refund_of, take_file  # noqa: F401
from tests.sessions import sign_in


@pytest.fixture
def market(units, sell) -> dict:  # noqa: F811
    """This month in Mỹ Thọ: one sale by VNPay and one in cash, of a seller of former Mỹ Xương; one more in a
    neighbouring commune.
    """
    load_definitions()
    seller = make_seller(unit=units["30076"], old_unit=units["30121"], name="HTX mẫu Mỹ Thọ")
    neighbour = make_seller(unit=units["30112"], name="Hộ mẫu Mỹ Hiệp")
    return {
        "seller": seller,
        "neighbour": neighbour,
        "online": sell(seller, total=245_000),
        "cash": sell(seller, total=55_000, method="cash"),
        "next_door": sell(neighbour, total=40_000),
    }


@pytest.fixture
def client_as(units) -> Callable[..., Client]:
    """A browser signed in as a commune or province official, an operator or a buyer."""

    def enter(role: str, unit: str | None = None) -> Client:
        place = units[unit or {"commune": "30076", "province": "82"}[role]] if role in ("commune", "province") else None
        return sign_in(Client(), make_user() if role == "buyer" else make_officer(role, place))

    return enter


@pytest.fixture
def doubtful(units) -> Attempt:
    """A payment that VNPay calls suspicious."""
    attempt = make_attempt(amount=300_000)
    ipn.answer("vnpay", message(attempt, "07"))
    return attempt


@pytest.fixture
def misfit(units) -> ProviderMessage:
    """A correctly signed call with another amount: code 04."""
    attempt = make_attempt(amount=150_000)
    ipn.answer("vnpay", message(attempt, vnp_Amount="100"))
    return ProviderMessage.objects.exclude(review_reason="").get()
