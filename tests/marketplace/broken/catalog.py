"""Defects in products and certificates, written past all constraints."""

from datetime import date

from django.db.models import F

from catalog.models import Certificate, Photo, Product, Reservation, StockMovement, Variant
from tests.marketplace.broken import breaks


@breaks("catalog.reserved-equals-active-reservations", "more reserved than reservations say")
def _() -> None:
    Variant.objects.update(reserved=F("reserved") + 1)


@breaks("catalog.reserved-equals-active-reservations", "a hold that vanished")
def _() -> None:
    Reservation.objects.filter(state="active").delete()


@breaks("catalog.stock-equals-movements", "stock out of nowhere")
def _() -> None:
    Variant.objects.update(on_hand=F("on_hand") + 1)


@breaks("catalog.stock-equals-movements", "movements that vanished")
def _() -> None:
    StockMovement.objects.all().delete()


@breaks("catalog.never-oversold", "more held than there is")
def _() -> None:
    Variant.objects.update(on_hand=-1)


@breaks("catalog.sold-equals-committed-reservations", "sold without a movement")
def _() -> None:
    StockMovement.objects.filter(reason="sale").delete()


@breaks("catalog.sold-equals-committed-reservations", "moved for a holder that holds nothing")
def _() -> None:
    variant = Variant.objects.all()[0]
    StockMovement.objects.create(variant=variant, delta=-1, reason="sale", ref="order:nobody")
    Variant.objects.filter(pk=variant.pk).update(on_hand=F("on_hand") - 1)


@breaks("catalog.search-is-fresh", "a name that search does not know")
def _() -> None:
    Product.objects.update(name="Sầu riêng")


@breaks("catalog.certificates-last-36-months", "a year too long")
def _() -> None:
    Certificate.objects.create(
        product=Product.objects.all()[0], group=1, stars=4, decision_no="1", authority="UBND tỉnh",
        issued_on=date(2026, 1, 1), expires_on=date(2030, 1, 1),
    )  # fmt: skip


@breaks("catalog.photos-have-their-files", "a photo without files")
def _() -> None:
    Photo.objects.create(
        product=Product.objects.all()[0], key="products/nothing", width=320, height=240, widths=[320], colour="#ffffff"
    )
