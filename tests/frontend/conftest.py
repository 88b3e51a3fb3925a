"""No template reads a variable that does not exist, on any page that these tests render."""

from collections.abc import Iterator

import pytest

from tests.template_variables import missing_variables


@pytest.fixture(autouse=True)
def _no_missing_variable() -> Iterator[None]:
    with missing_variables() as names:
        yield
    assert not names, f"a template reads what is not in its context: {sorted(names)}"
