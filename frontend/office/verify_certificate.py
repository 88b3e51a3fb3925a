"""/co-quan/xac-minh/chung-nhan/<id>/: a certificate's facts, the decision or the refusal with its reason, the trail."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries import trail_of
from catalog.models import Certificate
from catalog.services.refuse_certificate import refuse_certificate
from catalog.services.verify_certificate import verify_certificate
from core.errors import DomainError, Forbidden, NotFound
from frontend.forms import take_refusal
from frontend.office import audit_words, waiting
from frontend.office.access import OfficeRequest, office


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Lý do từ chối, người bán sẽ đọc"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Vui lòng ghi lý do để người bán biết cần sửa gì.")},
    )


@office
def certificate_case(request: OfficeRequest, certificate_id: int) -> HttpResponse:
    certificate = waiting.certificates(request.desk).filter(pk=certificate_id).first()
    if certificate is None:
        raise NotFound(_("Không tìm thấy giấy chứng nhận này trong địa bàn của bạn."))
    if request.method == "POST" and request.POST.get("decision") == "verify":
        return _verify(request, certificate)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _refuse(request, certificate, form):
        return redirect("office:certificate-case", certificate_id)
    context = {
        "desk": request.desk,
        "here": "verification",
        "certificate": certificate,
        "is_expired": waiting.is_expired(certificate),
        "form": form,
        "trail": [audit_words.say(entry) for entry in trail_of(certificate)],
    }
    return render(request, "office/certificate_case.html", context, status=422 if form.errors else 200)


def _verify(request: OfficeRequest, certificate: Certificate) -> HttpResponse:
    try:
        verify_certificate(certificate_id=certificate.pk, actor=request.desk.user)
    except (Forbidden, NotFound):
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        said = _("Đã xác minh. Hạng %(stars)s sao của %(name)s hiện với người mua từ bây giờ.")
        messages.success(request, said % {"stars": certificate.stars, "name": certificate.product.name})
    return redirect("office:certificate-case", certificate.pk)


def _refuse(request: OfficeRequest, certificate: Certificate, form: RefusalForm) -> bool:
    try:
        refuse_certificate(certificate_id=certificate.pk, actor=request.desk.user, reason=form.cleaned_data["reason"])
    except (Forbidden, NotFound):
        raise
    except DomainError as refusal:
        take_refusal(form, refusal)
        return False
    messages.success(request, _("Đã từ chối. Người bán đọc được lý do và có thể gửi lại."))
    return True
