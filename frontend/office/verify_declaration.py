"""/co-quan/xac-minh/nong-san/<id>/: a declaration of own produce, the decision or the refusal, the trail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.queries import trail_of
from catalog.models import ProduceDeclaration
from catalog.services.refuse_declaration import refuse_declaration
from catalog.services.verify_declaration import verify_declaration
from core.errors import DomainError, Forbidden, NotFound
from frontend.forms import take_refusal
from frontend.office import audit_words, waiting
from frontend.office.access import OfficeRequest, office
from frontend.office.verify_certificate import RefusalForm


@office
def declaration_case(request: OfficeRequest, declaration_id: int) -> HttpResponse:
    declaration = waiting.declarations(request.desk).filter(pk=declaration_id).first()
    if declaration is None:
        raise NotFound(_("Không tìm thấy khai báo này trong địa bàn của bạn."))
    if request.method == "POST" and request.POST.get("decision") == "verify":
        return _verify(request, declaration)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _refuse(request, declaration, form):
        return redirect("office:declaration-case", declaration_id)
    context = {
        "desk": request.desk,
        "here": "verification",
        "declaration": declaration,
        "form": form,
        "trail": [audit_words.say(entry) for entry in trail_of(declaration)],
    }
    return render(request, "office/declaration_case.html", context, status=422 if form.errors else 200)


def _verify(request: OfficeRequest, declaration: ProduceDeclaration) -> HttpResponse:
    try:
        verify_declaration(declaration_id=declaration.pk, actor=request.desk.user)
    except (Forbidden, NotFound):
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        said = _("Đã xác minh. Đơn đặt %(name)s từ bây giờ không bị khấu trừ thuế.")
        messages.success(request, said % {"name": declaration.product.name})
    return redirect("office:declaration-case", declaration.pk)


def _refuse(request: OfficeRequest, declaration: ProduceDeclaration, form: RefusalForm) -> bool:
    try:
        refuse_declaration(declaration_id=declaration.pk, actor=request.desk.user, reason=form.cleaned_data["reason"])
    except (Forbidden, NotFound):
        raise
    except DomainError as refusal:
        take_refusal(form, refusal)
        return False
    messages.success(request, _("Đã từ chối. Người bán đọc được lý do và có thể khai lại."))
    return True
