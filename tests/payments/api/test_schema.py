"""Whatever the OpenAPI document allows, and what it does not, is answered in its own shapes, and never with a 5xx.

A few requests to each operation, the same in every run; `make fuzz` sends hundreds of others.
"""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from tests.payments.api.conformance import call, schema, world

__all__ = ["world"]


@pytest.mark.usefixtures("db")
@schema.parametrize()
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_nothing_breaks(case: schemathesis.Case, world: dict[str, str]) -> None:
    call(case, world)
