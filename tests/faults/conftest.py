"""The market of the orders' tests, committed, so that threads and processes see it."""

import pytest

from tests.orders.conftest import Market, make_market


@pytest.fixture
def market(transactional_db: None) -> Market:
    return make_market()
