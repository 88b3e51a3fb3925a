"""/co-quan/thue/nam/2026/: the sellers of a year, each with the certificate that is given to them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.documents import PDF, XLSX
from core.errors import NotFound
from frontend.common.downloads import download
from frontend.common.tax_issuer import issuer
from frontend.office.access import OfficeRequest, operator_only
from payments.tax import monthly, papers, yearly
from payments.tax.yearly import Certificate


@require_safe
@operator_only
def year(request: OfficeRequest, year: int) -> HttpResponse:
    if year not in yearly.years():
        raise NotFound(_("Không có chứng từ thuế của năm này."))
    sellers = yearly.sellers_of(year)
    context = {
        "officer": request.officer,
        "here": "money",
        "year": year,
        "is_over": clock.today().year > year,
        "sellers": sellers,
        "total": monthly.total(line.sums for line in sellers),
    }
    return render(request, "office/tax/year.html", context)


@require_safe
@operator_only
def certificate_pdf(request: OfficeRequest, year: int, payee_id: str) -> HttpResponse:
    document = papers.certificate_paper(_certificate(payee_id, year), issuer())
    return download(document, PDF, f"chung-tu-thue-{year}-{payee_id}.pdf")


@require_safe
@operator_only
def certificate_xlsx(request: OfficeRequest, year: int, payee_id: str) -> HttpResponse:
    document = papers.certificate_workbook(_certificate(payee_id, year), issuer())
    return download(document, XLSX, f"chung-tu-thue-{year}-{payee_id}.xlsx")


def _certificate(payee_id: str, year: int) -> Certificate:
    certificate = yearly.certificate(payee_id, year) if year in yearly.years() else None
    if certificate is None:
        raise NotFound(_("Người bán này không có khoản thuế nào trong năm."))
    return certificate
