"""All units in a database of their own: loading takes 1.7 seconds, too long for every test."""

import pytest


@pytest.fixture
def units_database() -> None:
    """The database with all units of the sources."""


@pytest.fixture
def all_units(units_database: None, db: None) -> None:
    """Every unit and its successors."""
