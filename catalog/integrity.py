"""Integrity checks of the catalog, recomputed from its rows."""

from django.core.files.storage import default_storage
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from catalog.certificates.validity import VALID_MONTHS
from catalog.media.processing import file_name
from catalog.models import (
    Certificate,
    MovementReason,
    Photo,
    Product,
    Reservation,
    ReservationState,
    StockMovement,
    Variant,
)
from catalog.products import denormalized
from core.clock import add_months
from core.integrity import CheckResult, integrity_check


@integrity_check("catalog.reserved-equals-active-reservations")
def reserved_equals_active_reservations() -> CheckResult:
    """The reserved number of a variant is the sum of its active reservations."""
    active = Reservation.objects.filter(variant=OuterRef("pk"), state=ReservationState.ACTIVE).order_by()
    total = active.values("variant").annotate(n=Sum("quantity")).values("n")
    wrong = Variant.objects.annotate(expected=Coalesce(Subquery(total), 0)).exclude(reserved=F("expected"))
    return CheckResult(
        Variant.objects.count(),
        [
            f"variant {pk}: reserved {reserved}, active reservations {n}"
            for pk, reserved, n in wrong.values_list("pk", "reserved", "expected")
        ],
    )


@integrity_check("catalog.stock-equals-movements")
def stock_equals_movements() -> CheckResult:
    """The stock on hand is the sum of the movements."""
    moved = StockMovement.objects.filter(variant=OuterRef("pk")).order_by()
    total = moved.values("variant").annotate(n=Sum("delta")).values("n")
    wrong = Variant.objects.annotate(expected=Coalesce(Subquery(total), 0)).exclude(on_hand=F("expected"))
    rows = wrong.values_list("pk", "on_hand", "expected")
    return CheckResult(
        Variant.objects.count(), [f"variant {pk}: on hand {number}, movements {n}" for pk, number, n in rows]
    )


@integrity_check("catalog.never-oversold")
def never_oversold() -> CheckResult:
    """No variant has more reserved than on hand, or a negative number."""
    wrong = Variant.objects.filter(Q(reserved__lt=0) | Q(on_hand__lt=F("reserved")))
    return CheckResult(Variant.objects.count(), [f"variant {pk}" for pk in wrong.values_list("pk", flat=True)])


@integrity_check("catalog.sold-equals-committed-reservations")
def sold_equals_committed_reservations() -> CheckResult:
    """The movements of each holder equal its reservations: sold when committed, zero otherwise.

    No goods were sold or restocked for a holder without a reservation.
    """
    moved = StockMovement.objects.filter(ref=OuterRef("holder_ref"), variant=OuterRef("variant")).order_by()
    total = moved.values("variant").annotate(n=Sum("delta")).values("n")
    reservations = Reservation.objects.annotate(moved=Coalesce(Subquery(total), 0))
    wrong = reservations.filter(
        Q(state=ReservationState.COMMITTED) & ~Q(moved=-F("quantity"))
        | ~Q(state=ReservationState.COMMITTED) & ~Q(moved=0)
    )
    problems = [
        f"{ref}, variant {variant}: {state}, moved {n}"
        for ref, variant, state, n in wrong.values_list("holder_ref", "variant_id", "state", "moved")
    ]
    own_reservation = Reservation.objects.filter(holder_ref=OuterRef("ref"), variant=OuterRef("variant"))
    unreserved = (MovementReason.ADJUSTMENT, MovementReason.RETURN)
    orphans = StockMovement.objects.exclude(reason__in=unreserved).filter(~Exists(own_reservation))
    problems += [
        f"{ref or 'no holder'}, variant {variant}: moved {n} without a reservation"
        for ref, variant, n in orphans.values_list("ref", "variant_id", "delta")
    ]
    return CheckResult(Reservation.objects.count(), problems)


@integrity_check("catalog.search-is-fresh")
def search_is_fresh() -> CheckResult:
    """Search words and lowest prices are those of the current names and variants."""
    products = Product.objects.all()
    return CheckResult(products.count(), [f"product {pk}" for pk in denormalized.stale(products)])


@integrity_check("catalog.certificates-last-36-months")
def certificates_last() -> CheckResult:
    """Every certificate expires 36 months after its issue."""
    rows = Certificate.objects.values_list("pk", "issued_on", "expires_on")
    wrong = [f"certificate {pk}" for pk, issued, expires in rows if add_months(issued, VALID_MONTHS) != expires]
    return CheckResult(len(rows), wrong)


@integrity_check("catalog.photos-have-their-files")
def photos_have_files() -> CheckResult:
    """The files of every photo are in the media storage."""
    rows = Photo.objects.values_list("pk", "key", "widths")
    wrong = [
        f"photo {pk}: {file_name(key, width, kind)}"
        for pk, key, widths in rows
        for width in widths
        for kind in ("webp", "jpg")
        if not default_storage.exists(file_name(key, width, kind))
    ]
    return CheckResult(len(rows), wrong)
