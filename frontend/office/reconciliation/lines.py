"""/co-quan/doi-soat/dong/…: one difference, its evidence, and the possible decisions with their effects."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.queries import audit_trail
from accounts.services.record_audit import reference as audit_ref
from core.errors import NotFound
from frontend.common import audit_labels
from frontend.common.redirects import next_page
from frontend.common.submit import submit
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.forms import DecisionForm, NoteForm
from frontend.office.reconciliation import line_labels
from frontend.office.reconciliation.days import row
from orders.models import PaymentAllocation
from payments.intents import queries as intent_queries
from payments.intents.services.request_status_query import request_status_query
from payments.models import Attempt, SettlementLine
from payments.reconciliation import days as reconciliation_days
from payments.reconciliation import queries as reconciliation_queries
from payments.reconciliation.posting import journal_entry_of
from payments.reconciliation.resolutions import Resolution, resolutions, resolutions_of_missing
from payments.reconciliation.services.resolve_line import resolve_line
from payments.reconciliation.services.resolve_missing import resolve_missing


@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
def settlement_line(request: OfficeRequest, line_id: int) -> HttpResponse:
    """GET shows, POST decides; a refused decision keeps the input."""
    line = reconciliation_queries.settlement_line(line_id)
    if line is None:
        raise NotFound(_("Không tìm thấy dòng này."))
    if request.method != "POST":
        return _line_page(request, line, NoteForm())
    form = DecisionForm(request.POST)
    if submit(
        form,
        lambda: resolve_line(line_id=line_id, actor=request.officer.user, **form.cleaned_data),
        fallback="note",
    ):
        messages.success(request, _("Đã ghi quyết định."))
        return redirect("office:money-day", line.day)
    return _line_page(request, reconciliation_queries.settlement_line(line_id) or line, form)


@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
def missing_payment(request: OfficeRequest, reference: str) -> HttpResponse:
    """A payment that is missing in the file of its day: GET shows, POST writes it off."""
    gap = next(iter(reconciliation_days.missing(reference=reference)), None)
    if gap is None:
        raise NotFound(_("Khoản này không (còn) thiếu trong tệp đối soát nào."))
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and submit(
        form,
        lambda: resolve_missing(reference=reference, note=form.cleaned_data["note"], actor=request.officer.user),
        fallback="note",
    ):
        messages.success(request, _("Đã ghi quyết định."))
        return redirect("office:money-day", gap.day)
    attempt = Attempt.objects.select_related("intent").get(reference=reference)
    context = {
        **_evidence(request, attempt, form, [] if gap.may_come else resolutions_of_missing(attempt)),
        "gap": gap,
        "our_side": line_labels.attempt_state(attempt),
    }
    return render(request, "office/reconciliation/missing.html", context, status=422 if form.errors else 200)


@require_POST
@operator_only
def query_status(request: OfficeRequest, reference: str) -> HttpResponse:
    """Queue a status query at VNPay; the answer appears among the evidence."""
    request_status_query(reference=reference, actor=request.officer.user)
    messages.success(request, _("Đã gửi câu hỏi cho VNPay. Câu trả lời hiện ở “Lời gọi đã lưu” trong ít giây."))
    return HttpResponseRedirect(next_page(request, reverse("office:differences")))


def _line_page(request: OfficeRequest, line: SettlementLine, form: NoteForm) -> HttpResponse:
    context = {
        **_evidence(request, line.attempt, form, resolutions(line)),
        "row": row(line),
        "line": line,
        "raw": list(line.raw.items()),
        "journal_entry": journal_entry_of(line),
        "trail": [
            audit_labels.present_entry(entry)
            for entry in audit_trail(request.officer.scope, action="", ref=audit_ref(line), before=None, limit=20)
        ],
    }
    return render(request, "office/reconciliation/line.html", context, status=422 if form.errors else 200)


def _evidence(
    request: OfficeRequest, attempt: Attempt | None, form: NoteForm, offered: Sequence[Resolution]
) -> dict[str, object]:
    codes = (
        PaymentAllocation.objects.filter(intent_id=attempt.intent_id) if attempt else PaymentAllocation.objects.none()
    )
    return {
        "officer": request.officer,
        "here": "money",
        "attempt": attempt,
        "form": form,
        "options": offered,
        "orders": sorted(codes.values_list("order__code", flat=True)),
        "calls": list(intent_queries.messages_of(attempt.intent_id)) if attempt else [],
        "path": request.path,
    }
