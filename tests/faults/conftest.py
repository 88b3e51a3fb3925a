"""The market of the orders' tests, committed so that threads and processes see it."""

import pytest

from tests.market import Market
from tests.market import make as make_market


@pytest.fixture
def market(transactional_db: None) -> Market:
    return make_market()
