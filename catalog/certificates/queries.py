"""Reads of certificates: those that wait for an official, and those that expire soon."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Person, scope
from catalog.certificates.validity import valid_certificates
from catalog.models import Certificate
from cooperatives.queries import acting_sellers
from core import clock

WARN_MONTHS = (1, 3, 6)  # before expiry; the smallest that applies is shown


def visible_to(user: Person) -> "QuerySet[Certificate]":
    """The certificates of sellers for whom the person may act, and of the sellers in an official's units."""
    if not isinstance(user, User) or not user.is_active:
        return Certificate.objects.none()
    visible_q = Q(product__seller__in=acting_sellers(user).order_by().values("pk"))
    officially = scope(user)
    if officially.everything:
        return Certificate.objects.all()
    if officially:
        visible_q |= officially.units_q("product__seller__unit")
    return Certificate.objects.filter(visible_q)


def to_verify(user: Person) -> "QuerySet[Certificate]":
    """Certificates that wait for this official, the oldest first, with product, seller and commune (two statements)."""
    officially = scope(user)
    waiting = Certificate.objects.filter(verified_at__isnull=True, refused_at__isnull=True)
    mine = waiting.filter(officially.units_q("product__seller__unit")) if officially else waiting.none()
    return mine.select_related("product__seller__unit", "product__category").order_by("submitted_at", "pk")


@dataclass(frozen=True)
class Expiring:
    """A valid certificate that expires within `months` (1, 3 or 6)."""

    certificate: Certificate
    months: int
    days: int  # from today; 0: it expires today


def expiring(user: Person) -> list[Expiring]:
    """Valid certificates that expire soon and that this person may see, the first to expire first (two statements)."""
    today = clock.today()
    horizon = today + timedelta(days=31 * WARN_MONTHS[-1])
    rows = (
        valid_certificates(today)
        .filter(expires_on__lte=horizon, pk__in=visible_to(user).values("pk"))
        .select_related("product__seller")
        .order_by("expires_on", "pk")
    )
    certificates = []
    for certificate in rows:
        near = [months for months in WARN_MONTHS if clock.add_months(certificate.expires_on, -months) <= today]
        if near:
            certificates.append(Expiring(certificate, near[0], (certificate.expires_on - today).days))
    return certificates
