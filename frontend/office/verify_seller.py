"""/co-quan/xac-minh/nguoi-ban/<id>/: a seller's facts, the decision, and who decided what before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.queries import trail_of
from catalog.models import Product
from cooperatives.models import SellerMembership
from cooperatives.queries import cooperatives_of
from cooperatives.services.verify_seller import verify_seller
from core.errors import DomainError, Forbidden, NotFound
from frontend.office import audit_words, waiting
from frontend.office.access import OfficeRequest, office


@office
def seller_case(request: OfficeRequest, seller_id: int) -> HttpResponse:
    seller = waiting.sellers(request.desk).filter(pk=seller_id).first()
    if seller is None:
        raise NotFound(_("Không tìm thấy người bán này trong địa bàn của bạn."))
    if request.method == "POST":
        return _decide(request, seller_id, request.POST.get("verified") == "1")
    people = SellerMembership.objects.filter(seller=seller, revoked_at=None).select_related("user").order_by("pk")
    context = {
        "desk": request.desk,
        "here": "verification",
        "seller": seller,
        "people": people,
        "is_own": any(person.user_id == request.desk.user.pk for person in people),
        "cooperatives": cooperatives_of(seller),
        "products": Product.objects.filter(seller=seller).count(),
        "trail": [audit_words.say(entry) for entry in trail_of(seller)],
    }
    return render(request, "office/seller_case.html", context)


def _decide(request: OfficeRequest, seller_id: int, verified: bool) -> HttpResponse:
    try:
        seller = verify_seller(seller_id=seller_id, actor=request.desk.user, verified=verified)
    except (Forbidden, NotFound):
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        said = _("Đã xác minh %(name)s.") if verified else _("Đã rút xác minh %(name)s.")
        messages.success(request, said % {"name": seller.name})
    return redirect("office:seller-case", seller_id)
