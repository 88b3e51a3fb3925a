"""What a cached answer shows, in three parts that change apart. Imported by settings and migrations: no model."""

from enum import StrEnum


class Scope(StrEnum):
    CATALOG = "catalog"  # categories, products, variants, photos, certificates, stock as it is shown
    SELLERS = "sellers"  # sellers, their delivery methods, units, names of verifiers
    FIGURES = "figures"  # facts and definitions of indicators


SCOPES = tuple(Scope)
"""The order of the numbers in `Versions`."""

LOW_STOCK = 20
"""Below it the exact stock of a variant is shown; from it on only that there is some."""
