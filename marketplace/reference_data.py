"""Dated reference data that every installation needs: administrative units, definitions of indicators, tax rules.

Read from the files under `data/` by one loader a room. Loading again changes nothing that people have changed since.
"""

from indicators.definitions.services.load_definitions import load_definitions
from indicators.models import Definition
from payments.models import CommissionRule
from payments.reconcile.services.load_layouts import load_layouts
from payments.rules.services.load_rules import load_rules
from places.models import Unit
from places.services.load_units import load_units

SOURCES = (
    *("data/units/*", "data/indicators/*", "data/payments/*"),
    *("places/services/*.py", "indicators/services/*.py", "payments/*/services/load_*.py"),
)


def load_reference_data() -> None:
    """Load the data of every room."""
    load_payments_data()
    load_units()
    load_definitions()


def load_payments_data() -> None:
    """Tax rates, commission, layouts of statements: few rows, without which nothing is paid."""
    load_rules()
    load_layouts()


def is_loaded() -> bool:
    """Whether every room has its data, of whatever date."""
    return all(model._default_manager.exists() for model in (Unit, Definition, CommissionRule))
