"""OCOP stars: shown to buyers only while a verified certificate is valid, by the date in Việt Nam."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from catalog.models import Certificate
from core import clock

VALID_MONTHS = 36  # QĐ 148/QĐ-TTg, 24/02/2023: a recognition lasts 36 months from its issue


def valid_certificates(on: date | None = None) -> "QuerySet[Certificate]":
    """Certificates that are verified, not withdrawn, and valid on that day (today), the last day included."""
    day = on or clock.today()
    return Certificate.objects.filter(
        verified_at__isnull=False, refused_at__isnull=True, issued_on__lte=day, expires_on__gte=day
    )


def stars_on(day: date | None = None, product: str = "pk") -> Subquery:
    """A column with a product's stars on that day (today), or null; `product` names the outer query's product id."""
    best = valid_certificates(day).filter(product=OuterRef(product)).order_by("-stars")
    return Subquery(best.values("stars")[:1])
