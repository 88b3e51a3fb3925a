"""Tiền › Thuế: what the market withheld of a household's sales, month by month, and the certificate of each year."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.models import SellerKind
from core import clock
from core.documents import PDF, XLSX
from core.errors import NotFound
from frontend.common.downloads import download
from frontend.common.tax_issuer import issuer
from frontend.seller.acting import SellerRequest, seller_page
from payments.sdk import tax_certificates
from payments.sdk.tax_certificates import Certificate, PayeeMonth, Sums


@dataclass(frozen=True)
class Year:
    year: int
    months: list[PayeeMonth]
    sums: Sums
    exempt: int
    is_over: bool


@require_safe
@seller_page
def tax(request: SellerRequest) -> HttpResponse:
    withheld = request.seller.kind == SellerKind.HOUSEHOLD
    months = tax_certificates.months_of(request.seller.payee_ref)
    context = {"withheld": withheld, "years": list(_years(months)), "has_tax_code": bool(request.seller.tax_code)}
    return render(request, "seller/tax.html", context)


@require_safe
@seller_page
def tax_pdf(request: SellerRequest, year: int) -> HttpResponse:
    document = tax_certificates.certificate_paper(_certificate(request, year), issuer())
    return download(document, PDF, f"chung-tu-thue-{year}.pdf")


@require_safe
@seller_page
def tax_xlsx(request: SellerRequest, year: int) -> HttpResponse:
    document = tax_certificates.certificate_workbook(_certificate(request, year), issuer())
    return download(document, XLSX, f"chung-tu-thue-{year}.xlsx")


def _certificate(request: SellerRequest, year: int) -> Certificate:
    """The seller's own certificate only."""
    known = year in {month.month.year for month in tax_certificates.months_of(request.seller.payee_ref)}
    certificate = tax_certificates.certificate(request.seller.payee_ref, year) if known else None
    if certificate is None:
        raise NotFound(_("Năm này chợ chưa giữ lại khoản thuế nào của bạn."))
    return certificate


def _years(months: Iterable[PayeeMonth]) -> Iterable[Year]:
    by_year: dict[int, list[PayeeMonth]] = {}
    for month in months:
        by_year.setdefault(month.month.year, []).append(month)
    for year, months_of_year in by_year.items():
        sums, exempt = (
            tax_certificates.total(month.sums for month in months_of_year),
            sum(month.exempt for month in months_of_year),
        )
        yield Year(year, months_of_year, sums, exempt, clock.today().year > year)
