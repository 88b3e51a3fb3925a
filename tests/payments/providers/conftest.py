"""The registry with one provider more: DongPay, of the tests only; and each provider and gateway in turn."""

from collections.abc import Iterator

import pytest

from payments import providers
from payments.ledger import chart
from payments.providers.base import Provider
from payments.sdk import payment_methods
from tests.integrity import mismatches
from tests.payments.providers import dongpay as dongpay_provider
from tests.payments.providers.gateways import GATEWAYS, Gateway


def _forget_providers() -> None:
    providers.provider.cache_clear()
    payment_methods.retrieve.cache_clear()


@pytest.fixture
def dongpay(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All that a new provider adds outside its folder: a line of the registry, and the label of its account."""
    path = "tests.payments.providers.dongpay.provider.DongPay"
    monkeypatch.setitem(providers._PROVIDERS, dongpay_provider.CODE, path)
    monkeypatch.setitem(chart.LABELS, "provider:dongpay", "DongPay đang giữ")
    _forget_providers()
    yield
    _forget_providers()


@pytest.fixture(params=GATEWAYS, ids=lambda gateway: gateway.code)
def gateway(request: pytest.FixtureRequest) -> Gateway:
    return request.param


@pytest.fixture(params=["vnpay", "vietqr", "cash", "dongpay"])
def method(request: pytest.FixtureRequest) -> Provider:
    return providers.provider(request.param)


@pytest.fixture
def books_are_right() -> Iterator[None]:
    """After every test `verify` finds nothing wrong in the room."""
    yield
    assert mismatches("payments") == []
