"""What awaits an official's verification: sellers, OCOP certificates and produce declarations of the area."""

from django.db.models import QuerySet

from catalog.models import Certificate, ProduceDeclaration
from cooperatives.models import Seller
from cooperatives.queries import visible_to
from core import clock
from frontend.office.access import Officer


def sellers(officer: Officer) -> QuerySet[Seller]:
    """All sellers of the officer's area, with their places."""
    own = visible_to(officer.user, within=officer.scope).filter(officer.scope.units_q())
    return own.select_related("unit__parent", "old_unit", "address", "verified_by")


def certificates(officer: Officer) -> QuerySet[Certificate]:
    """All certificates of the area's sellers, with product and seller."""
    own = Certificate.objects.filter(officer.scope.units_q("product__seller__unit"))
    return own.select_related("product__seller__unit__parent", "product__category", "verified_by")


def sellers_to_verify(officer: Officer) -> QuerySet[Seller]:
    """Oldest first."""
    return sellers(officer).filter(is_active=True, verified_at=None).order_by("created_at", "pk")


def certificates_to_verify(officer: Officer) -> QuerySet[Certificate]:
    """Oldest first; an expired one can only be refused, so it is still listed."""
    waiting = certificates(officer).filter(verified_at=None, refused_at=None)
    return waiting.order_by("submitted_at", "pk")


def declarations(officer: Officer) -> QuerySet[ProduceDeclaration]:
    """All declarations of own produce of the area's sellers, with product and seller."""
    own = ProduceDeclaration.objects.filter(officer.scope.units_q("product__seller__unit"))
    return own.select_related("product__seller__unit__parent", "product__category", "verified_by")


def declarations_to_verify(officer: Officer) -> QuerySet[ProduceDeclaration]:
    """Oldest first."""
    waiting = declarations(officer).filter(verified_at=None, refused_at=None, withdrawn_at=None)
    return waiting.order_by("submitted_at", "pk")


def is_expired(certificate: Certificate) -> bool:
    return certificate.expires_on < clock.today()
