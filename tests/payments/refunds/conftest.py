"""A paid payment."""

import pytest

from payments.models import Attempt
from tests.payments.refunds.helpers import make_paid


@pytest.fixture
def paid() -> Attempt:
    return make_paid()
