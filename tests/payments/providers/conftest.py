"""The registry with one provider more: DongPay, which exists in the tests only."""

from collections.abc import Iterator

import pytest

from payments import providers
from payments.ledger import chart
from payments.sdk import payment_methods
from tests.payments.providers import dongpay as dongpay_provider


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
