"""Tables of the catalog, by concern."""

from catalog.models.certificate import Certificate
from catalog.models.declaration import ProduceDeclaration
from catalog.models.photo import Photo
from catalog.models.product import Category, OcopGroup, Product, TaxCategory, Variant
from catalog.models.stock import MovementReason, Reservation, ReservationState, StockMovement

__all__ = [
    "Category",
    "Certificate",
    "MovementReason",
    "OcopGroup",
    "Photo",
    "ProduceDeclaration",
    "Product",
    "Reservation",
    "ReservationState",
    "StockMovement",
    "TaxCategory",
    "Variant",
]
