"""Demo sign-ins exist only where the demo data was loaded, and never in production."""

from typing import Any

from accounts.models import User
from accounts.queries import demo_allowed


def test_demo_is_refused_without_demo_data(hoa: User) -> None:
    assert demo_allowed() is False


def test_demo_is_refused_in_production(demo_buyer: User, settings: Any) -> None:
    assert demo_allowed() is True
    settings.PRODUCTION = True
    assert demo_allowed() is False
