"""The foreign programs against a live server of ours, in test mode with VNPay's stand-in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from payments.api.services.create_api_key import create_api_key
from tests.payments.api.integrations.real.packages import DJSTRIPE, HERE, MEDUSA
from tests.payments.api.integrations.real.program import Program


@pytest.fixture
def start(transactional_db: None, live_server: Any) -> Iterator[Callable[..., Program]]:
    """Start a program that knows our address and a secret key."""
    started: list[Program] = []

    def begin(*command: str | Path, **environment: str) -> Program:
        key = create_api_key()[1]
        started.append(Program(*command, BASE_URL=live_server.url, SECRET_KEY=key, **environment))
        return started[-1]

    yield begin
    for one in started:
        one.close()


@pytest.fixture
def medusa(start: Callable[..., Program]) -> Program:
    return start("node", HERE / "medusa/provider.js", NODE_PATH=str(MEDUSA / "node_modules"))


@pytest.fixture
def djstripe(start: Callable[..., Program]) -> Program:
    return start(DJSTRIPE / "bin/python", HERE / "djstripe/project.py")
