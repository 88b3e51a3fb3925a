"""/co-quan/xac-minh/nguoi-ban/<id>/: a seller's facts, the decision, tax code and contract, the audit trail."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.queries import trail_of
from catalog.models import Product
from cooperatives.models import Seller, SellerMembership
from cooperatives.queries import cooperatives_of
from cooperatives.services.record_agency_contract import record_agency_contract
from cooperatives.services.set_tax_code import set_tax_code
from cooperatives.services.submit_paper import submit_paper
from cooperatives.services.verify_seller import verify_seller
from core.errors import NotFound
from core.http.limits import PHOTOS, takes_files
from frontend.common import audit_labels
from frontend.common.consent_forms import PaperForm
from frontend.common.submit import perform, submit
from frontend.office.access import OfficeRequest, office_page, operator_only
from frontend.office.verification import pending
from frontend.office.verification.forms import ContractForm, TaxCodeForm
from payments import sdk


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def seller_case(request: OfficeRequest, seller_id: int) -> HttpResponse:
    seller = _find(request, seller_id)
    if request.method == "POST":
        return _decide(request, seller_id, request.POST.get("verified") == "1")
    return _page(request, seller)


@require_POST
@operator_only
def record_contract(request: OfficeRequest, seller_id: int) -> HttpResponse:
    seller, form = _find(request, seller_id), ContractForm(request.POST, auto_id="hd-%s")
    service = partial(record_agency_contract, seller_id=seller.pk)
    if _is_done(request, form, service, _("Đã ghi hợp đồng thu hộ của %(name)s.") % {"name": seller.name}):
        return redirect("office:seller-case", seller_id)
    return _page(request, seller, contract=form)


@require_POST
@office_page
def write_tax_code(request: OfficeRequest, seller_id: int) -> HttpResponse:
    seller, form = _find(request, seller_id), TaxCodeForm(request.POST, auto_id="mst-%s")
    service = partial(set_tax_code, seller_id=seller.pk)
    if _is_done(request, form, service, _("Đã ghi mã số thuế của %(name)s.") % {"name": seller.name}):
        return redirect("office:seller-case", seller_id)
    return _page(request, seller, tax_code=form)


@takes_files(PHOTOS)
@require_POST
@office_page
def record_paper(request: OfficeRequest, seller_id: int, cooperative_id: int) -> HttpResponse:
    """A household's paper, recorded by an official: the consent is in force, also after an earlier withdrawal."""
    seller = _find(request, seller_id)
    form = PaperForm(request.POST, request.FILES, prefix=f"cooperative{cooperative_id}")
    service = partial(submit_paper, cooperative_id=cooperative_id, household_id=seller.pk)
    if _is_done(request, form, service, _("Đã ghi phiếu đồng ý của %(name)s.") % {"name": seller.name}):
        return redirect("office:seller-case", seller_id)
    return _page(request, seller, paper=(cooperative_id, form))


def _is_done(request: OfficeRequest, form: forms.Form, service: Callable[..., object], words: str) -> bool:
    """Whether form and service accepted the input; `words` is the message. If not, the form has the error."""
    sent = submit(form, lambda: service(actor=request.officer.user, **form.cleaned_data))
    if sent:
        messages.success(request, words)
    return bool(sent)


def _find(request: OfficeRequest, seller_id: int) -> Seller:
    seller = pending.sellers(request.officer).filter(pk=seller_id).first()
    if seller is None:
        raise NotFound(_("Không tìm thấy người bán này trong địa bàn của bạn."))
    return seller


def _page(
    request: OfficeRequest,
    seller: Seller,
    *,
    contract: ContractForm | None = None,
    tax_code: TaxCodeForm | None = None,
    paper: tuple[int, PaperForm] | None = None,
) -> HttpResponse:
    people = SellerMembership.objects.filter(seller=seller, revoked_at=None).select_related("user").order_by("pk")
    context = {
        "officer": request.officer,
        "here": "verification",
        "seller": seller,
        "people": people,
        "is_own": any(person.user_id == request.officer.user.pk for person in people),
        "cooperatives": [
            (member, paper[1] if paper and paper[0] == member.cooperative_id else _paper_form(member.cooperative_id))
            for member in cooperatives_of(seller)
        ],
        "products": Product.objects.filter(seller=seller).count(),
        "account": sdk.accounts.retrieve(seller.payee_ref) if request.officer.is_operator else None,
        "contract_form": contract or ContractForm(auto_id="hd-%s"),
        "tax_code_form": tax_code or TaxCodeForm(auto_id="mst-%s"),
        "trail": [audit_labels.present_entry(entry) for entry in trail_of(seller)],
    }
    return render(
        request, "office/verification/seller_case.html", context, status=422 if contract or tax_code or paper else 200
    )


def _paper_form(cooperative_id: int) -> PaperForm:
    return PaperForm(prefix=f"cooperative{cooperative_id}")


def _decide(request: OfficeRequest, seller_id: int, verified: bool) -> HttpResponse:
    sent = perform(request, lambda: verify_seller(seller_id=seller_id, actor=request.officer.user, verified=verified))
    if sent:
        message = _("Đã xác minh %(name)s.") if verified else _("Đã rút xác minh %(name)s.")
        messages.success(request, message % {"name": sent.value.name})
    return redirect("office:seller-case", seller_id)
