"""Valid and invalid requests are answered by the schemas of the OpenAPI document, and never with a 5xx.

About 50 requests to each operation, the same in every run: one for each kind of value of each parameter, valid and
invalid. `make fuzz` sends all values of each kind, and hundreds of random requests. They are generated when the test
runs: at collection every worker would generate all of them.
"""

from collections.abc import Hashable

import pytest
import schemathesis
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, settings
from schemathesis.generation.meta import CoveragePhaseData, CoverageScenario
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
# The value that matters follows the colon: a method, a missing property.
WHOLE_DESCRIPTION = {CoverageScenario.UNSPECIFIED_HTTP_METHOD, CoverageScenario.OBJECT_MISSING_REQUIRED_PROPERTY}


def kind_of(case: schemathesis.Case) -> Hashable:
    """What a listed value has in common with others, among which one is sent; None for a random request.

    The description of an object is "Object with valid 'settings' value: Maximum length string": one for each property.
    """
    data = case.meta.phase.data
    if not isinstance(data, CoveragePhaseData):
        return None
    mode, name = case.meta.generation.mode, data.description.partition(": ")[0]
    if data.scenario in WHOLE_DESCRIPTION:
        name = data.description
    return case.operation.label, mode, data.scenario, data.parameter, data.location, name


@pytest.mark.django_db
def test_requests_of_the_schema_are_never_a_500(world: dict[str, str], subtests: pytest.Subtests) -> None:
    """Each operation starts with the same data."""

    sent: set[Hashable] = set()

    def ask(case: schemathesis.Case) -> None:
        kind = kind_of(case)
        if kind is None or kind not in sent:
            sent.add(kind)
            call(case, world)

    operations = []
    for result in get_all_tests(schema=load_schema(), test_func=ask, settings=FEW, given_kwargs={}):
        operation, send = result.ok()
        operations.append(operation.label)
        with subtests.test(operation.label), rolled_back():
            cache.clear()
            send()
    assert len(operations) == 71
