"""Things that wait for the operator."""

import pytest

from payments.models import Attempt, ProviderMessage
from payments.providers.vnpay import ipn
from tests.payments.conftest import waiting_jobs  # noqa: F401
from tests.payments.helpers import make_attempt, message
from tests.payments.reconcile.conftest import operator, paid, refund_of, take_file  # noqa: F401


@pytest.fixture
def doubtful(units) -> Attempt:
    """A payment that VNPay calls suspicious."""
    attempt = make_attempt(amount=300_000)
    ipn.answer(message(attempt, "07"))
    return attempt


@pytest.fixture
def misfit(units) -> ProviderMessage:
    """A rightly signed call with another amount: 04."""
    attempt = make_attempt(amount=150_000)
    ipn.answer(message(attempt, vnp_Amount="100"))
    return ProviderMessage.objects.exclude(review_reason="").get()
