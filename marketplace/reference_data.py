"""Dated reference data that every installation needs: administrative units, definitions of indicators, tax rules.

Read from the files under `data/` by one loader a room. Loading again keeps later changes by people.
"""

from collections.abc import Callable
from inspect import getfile, unwrap
from pathlib import Path

from django.conf import settings

from indicators.definitions.services.load_definitions import load_definitions
from indicators.models import Definition
from payments.models import CommissionRule
from payments.reconciliation.services.load_layouts import load_layouts
from payments.tax_rules.services.load_rules import load_rules
from places.models import Unit
from places.services.load_units import load_units

LOADERS: tuple[Callable[[], object], ...] = (load_rules, load_layouts, load_units, load_definitions)


def sources() -> list[Path]:
    """The files on which the data depends: those under `data/`, and the loaders."""
    data = (settings.BASE_DIR / "data" / folder for folder in ("units", "indicators", "payments"))
    files = [path for folder in data for path in folder.glob("*") if path.is_file()]
    return files + [Path(getfile(loader)) for loader in map(unwrap, LOADERS)]


def load_reference_data() -> None:
    """Load the data of every room."""
    load_payments_data()
    load_units()
    load_definitions()


def load_payments_data() -> None:
    """Tax rates, commission, layouts of statements."""
    load_rules()
    load_layouts()


def is_loaded() -> bool:
    """Whether every room has its data, of any date."""
    return all(model._default_manager.exists() for model in (Unit, Definition, CommissionRule))
