"""Every row lock of the catalog, in primary-key order: the product first, then its variants, then reservations."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from catalog.models import Certificate, ProduceDeclaration, Product, Reservation, Variant
from core.compiled_queries import compiled_query
from core.errors import NotFound
from core.locks import lock_row, lock_rows


def lock_variants(ids: Iterable[int]) -> dict[int, Variant]:
    """The variants by id, locked; unknown ids are left out."""
    return {variant.pk: variant for variant in lock_rows(Variant.objects.filter(pk__in=list(ids)))}


def lock_to_sell(ids: Iterable[int]) -> None:
    """Lock variants of any sellers, in the order of `to_sell`."""
    _to_sell(list(ids))


def to_sell(variants: "QuerySet[Variant]") -> "QuerySet[Variant]":
    """The variants (their ids), which the query locks.

    They are locked in the order of seller, then primary key: the order in which a checkout's orders enter the catalog
    one after the other. A variant never changes its seller. What is on sale is read after the lock: a statement that
    waited for it has read other tables before.
    """
    return variants.order_by("product__seller_id", "pk").select_for_update(of=("self",), no_key=True).only("pk")


_to_sell = compiled_query(lambda ids: to_sell(Variant.objects.filter(pk__any_of=ids)), list)


def lock_reservations(holder_ref: str) -> tuple[list[Reservation], dict[int, Variant]]:
    """A holder's reservations and their variants, all locked. The set of variants never changes once it is reserved."""
    ids = Reservation.objects.filter(holder_ref=holder_ref).values_list("variant_id", flat=True)
    variants = lock_variants(ids)
    return lock_rows(Reservation.objects.filter(holder_ref=holder_ref)), variants


def lock_product(product_id: int) -> Product:
    """The product with its seller, locked. A service that also locks its variants locks the product first."""
    product = lock_row(Product.objects.select_related("seller").filter(pk=product_id))
    if product is None:
        raise NotFound(_("Không tìm thấy sản phẩm này."), field="product_id")
    return product


def lock_certificate(certificate_id: int) -> Certificate:
    """The certificate with its product, seller and the seller's commune, locked."""
    rows = Certificate.objects.select_related("product__seller__unit").filter(pk=certificate_id)
    certificate = lock_row(rows)
    if certificate is None:
        raise NotFound(_("Không tìm thấy giấy chứng nhận này."), field="certificate_id")
    return certificate


def lock_declaration(declaration_id: int) -> ProduceDeclaration:
    """The declaration with its product, seller and the seller's commune, locked."""
    rows = ProduceDeclaration.objects.select_related("product__seller__unit").filter(pk=declaration_id)
    declaration = lock_row(rows)
    if declaration is None:
        raise NotFound(_("Không tìm thấy khai báo này."), field="declaration_id")
    return declaration
