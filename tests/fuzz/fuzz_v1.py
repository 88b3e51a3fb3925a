"""Hundreds of requests to each operation of `/v1`, different in every run: answers match the schema, never a 5xx."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from tests.payments.api.conformance import call, load_schema, world

__all__ = ["world"]


@pytest.mark.usefixtures("db")
@load_schema().parametrize()
@settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_operations_never_fail_with_5xx(case: schemathesis.Case, world: dict[str, str]) -> None:
    call(case, world)
