"""Reads of certificates for those who look after them: what waits for an officer, what runs out soon."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Person, scope
from catalog.certificates.validity import valid_certificates
from catalog.models import Certificate
from cooperatives.queries import acting_sellers
from core import clock
from core.clock import add_months

WARN_MONTHS = (1, 3, 6)  # before the end; the fewest months that fit are said


def visible_to(user: Person) -> "QuerySet[Certificate]":
    """The certificates of sellers for whom the person may act, and of those in an official's units; else none."""
    if not isinstance(user, User) or not user.is_active:
        return Certificate.objects.none()
    seen = Q(product__seller__in=acting_sellers(user).order_by().values("pk"))
    officially = scope(user)
    if officially.everything:
        return Certificate.objects.all()
    return Certificate.objects.filter(seen | officially.units_q("product__seller__unit") if officially else seen)


def to_verify(user: Person) -> "QuerySet[Certificate]":
    """What waits for this official, the longest first, with product, seller and commune (two statements)."""
    officially = scope(user)
    waiting = Certificate.objects.filter(verified_at__isnull=True, refused_at__isnull=True)
    mine = waiting.filter(officially.units_q("product__seller__unit")) if officially else waiting.none()
    return mine.select_related("product__seller__unit", "product__category").order_by("submitted_at", "pk")


@dataclass(frozen=True)
class Expiring:
    """A valid certificate that ends within `months` (1, 3 or 6)."""

    certificate: Certificate
    months: int
    days: int  # from today; 0 = today is its last


def expiring(user: Person) -> list[Expiring]:
    """Valid certificates that this person should renew or warn about, the nearest end first (two statements)."""
    today = clock.today()
    horizon = today + timedelta(days=31 * WARN_MONTHS[-1])
    rows = (
        valid_certificates(today)
        .filter(expires_on__lte=horizon, pk__in=visible_to(user).values("pk"))
        .select_related("product__seller")
        .order_by("expires_on", "pk")
    )
    found = []
    for certificate in rows:
        near = [months for months in WARN_MONTHS if add_months(certificate.expires_on, -months) <= today]
        if near:
            found.append(Expiring(certificate, near[0], (certificate.expires_on - today).days))
    return found
