"""Fixtures of the shipping tests."""

import pytest

from shipping.models import ShippingMethod
from shipping.services.ensure_default_methods import ensure_default_methods
from tests import factories


@pytest.fixture
def own(units) -> ShippingMethod:
    return ensure_default_methods(factories.make_seller().pk)[0]
