"""Tables of the catalog, by concern."""

from catalog.models.certificate import Certificate
from catalog.models.declaration import ProduceDeclaration
from catalog.models.photo import Photo
from catalog.models.product import Category, OcopGroup, Product, TaxCategory, Variant
from catalog.models.stock import HoldState, MovementReason, StockHold, StockMovement

__all__ = [
    "Category",
    "Certificate",
    "HoldState",
    "MovementReason",
    "OcopGroup",
    "Photo",
    "ProduceDeclaration",
    "Product",
    "StockHold",
    "StockMovement",
    "TaxCategory",
    "Variant",
]
