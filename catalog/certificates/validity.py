"""OCOP stars as buyers may see them: only of a verified certificate that is valid today in Việt Nam."""

from calendar import monthrange
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from catalog.models import Certificate
from core import clock

VALID_MONTHS = 36  # QĐ 148/QĐ-TTg, 24/02/2023: a recognition lasts 36 months from its issue


def add_months(day: date, months: int) -> date:
    """The same day so many months later or earlier; the month's last day where there is none (Civil Code, Art. 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def valid_certificates(on: date | None = None) -> "QuerySet[Certificate]":
    """Verified, not withdrawn, issued and not expired on that day (today); the last day counts."""
    day = on or clock.today()
    return Certificate.objects.filter(
        verified_at__isnull=False, refused_at__isnull=True, issued_on__lte=day, expires_on__gte=day
    )


def stars_today(product: str = "pk") -> Subquery:
    """A column with a product's stars today, or null; `product` names the outer query's product id."""
    best = valid_certificates().filter(product=OuterRef(product)).order_by("-stars")
    return Subquery(best.values("stars")[:1])
