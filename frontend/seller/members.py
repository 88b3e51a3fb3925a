"""A cooperative's members: whose consent is in force, and working for those who gave it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cooperatives.models import Seller, SellerKind
from cooperatives.queries import members_of
from cooperatives.services.submit_paper import submit_paper
from cooperatives.services.withdraw_consent import withdraw_consent
from core.errors import NotFound
from core.http.limits import PHOTOS, takes_files
from frontend.common.consent_forms import PaperForm
from frontend.common.submit import submit
from frontend.seller.acting import SellerRequest, seller_page


@require_safe
@seller_page
def members(request: SellerRequest) -> HttpResponse:
    return _page(request)


@takes_files(PHOTOS)
@require_POST
@seller_page
def agree(request: SellerRequest, household_id: int) -> HttpResponse:
    """The paper that the household signed, entered by the cooperative's manager."""
    form = PaperForm(request.POST, request.FILES, prefix=f"household{household_id}")
    sent = submit(
        form,
        lambda: submit_paper(
            cooperative_id=_cooperative(request).pk,
            household_id=household_id,
            actor=request.user,
            **form.cleaned_data,
        ),
    )
    if not sent:
        return _page(request, {household_id: form})
    member = sent.value
    words = (
        _("Đã gửi phiếu. %(name)s xác nhận trên trang của họ thì bạn mới làm thay được.")
        if member.consent_pending_at
        else _("Đã ghi nhận: %(name)s đồng ý để hợp tác xã làm thay.")
    )
    messages.success(request, words % {"name": member.household.name})
    return redirect("seller:members")


@require_POST
@seller_page
def withdraw(request: SellerRequest, household_id: int) -> HttpResponse:
    member = withdraw_consent(cooperative_id=_cooperative(request).pk, household_id=household_id, actor=request.user)
    words = (
        _("Đã ghi nhận: %(name)s rút sự đồng ý.")
        if member.consent_withdrawn_at
        else _("Đã lấy lại phiếu của %(name)s.")
    )
    messages.success(request, words % {"name": member.household.name})
    return redirect("seller:members")


def _cooperative(request: SellerRequest) -> Seller:
    if request.seller.kind != SellerKind.COOPERATIVE:
        raise NotFound(_("Chỉ hợp tác xã mới có trang thành viên."))
    return request.seller


def _page(request: SellerRequest, refused: dict[int, PaperForm] | None = None) -> HttpResponse:
    rows = [
        (member, (refused or {}).get(member.household_id) or PaperForm(prefix=f"household{member.household_id}"))
        for member in members_of(_cooperative(request))
    ]
    context = {"rows": rows, "agreed": sum(member.agrees for member, _form in rows)}  # type: ignore[attr-defined]
    return render(request, "seller/members.html", context, status=422 if refused else 200)
