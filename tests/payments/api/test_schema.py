"""Valid and invalid requests are answered by the schemas of the OpenAPI document, and never with a 5xx.

A hundred requests to each operation, the same in every run; `make fuzz` sends hundreds of others. They are generated
when the test runs: at collection every worker would generate all of them.
"""

import pytest
import schemathesis
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, settings
from schemathesis.pytest.lazy import get_all_tests

from tests.access.request import rolled_back
from tests.payments.api.conformance import call, load_schema, world

__all__ = ["world"]

FEW = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_nothing_breaks(world: dict[str, str], subtests: pytest.Subtests) -> None:
    """Each operation starts with the same data."""

    def ask(case: schemathesis.Case) -> None:
        call(case, world)

    operations = []
    for result in get_all_tests(schema=load_schema(), test_func=ask, settings=FEW, given_kwargs={}):
        operation, send = result.ok()
        operations.append(operation.label)
        with subtests.test(operation.label), rolled_back():
            cache.clear()
            send()
    assert len(operations) == 71
