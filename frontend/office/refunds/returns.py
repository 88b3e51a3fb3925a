"""/co-quan/hoan-tien/don/<code>/: the returns of a delivered order, and granting one by the operator."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import NotFound
from core.identifiers import read_order_code
from core.money import format_dong
from frontend.common import return_form
from frontend.common.return_form import ReturnForm, form_key, is_about_pending_return, pending_return_id
from frontend.common.submit import perform
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.refunds.forms import AnswerForm
from orders.fulfilment.queries.order_page import WITH_ORDER, page_of
from orders.models import GRANTED_RETURN, Order, Return, ReturnState
from orders.returns.references import order_code_of
from orders.returns.rules import return_refusal
from orders.returns.selection import returnable_of
from orders.returns.services.accept_return import accept_return
from orders.returns.services.decline_return import decline_return
from payments import sdk


@require_safe
@operator_only
def case(request: OfficeRequest, code: str) -> HttpResponse:
    return _page(request, _order(code))


@require_POST
@operator_only
def new_return(request: OfficeRequest, code: str) -> HttpResponse:
    """Shows the amount first, and opens the return when it was shown."""
    order = _order(code)
    form = ReturnForm(returnable_of(order), request.POST, gives=True)
    outcome = return_form.submit_return_form(request, order, form, request.officer.user)
    if isinstance(outcome, Return):
        return _done(request, order, _accepted(outcome))
    return _page(request, order, form=form, form_key=form_key(request), seen=outcome)


@require_POST
@operator_only
def accept(request: OfficeRequest, code: str) -> HttpResponse:
    order = _order(code)
    form = AnswerForm(request.POST)
    if not form.is_valid() and is_about_pending_return(request, order):
        return _page(request, order, answer_form=form)
    sent = perform(
        request,
        lambda: accept_return(
            return_id=pending_return_id(request, order),
            actor=request.officer.user,
            restock=form.cleaned_data["restock"],
            answer=form.cleaned_data["answer"],
        ),
        raises=(),
    )
    if sent:
        return _done(request, order, _accepted(sent.value))
    return redirect("office:order-returns", order.code)


@require_POST
@operator_only
def decline(request: OfficeRequest, code: str) -> HttpResponse:
    order = _order(code)
    form = AnswerForm(request.POST, declines=True)
    if not form.is_valid() and is_about_pending_return(request, order):
        return _page(request, order, answer_form=form)
    sent = perform(
        request,
        lambda: decline_return(
            return_id=pending_return_id(request, order),
            actor=request.officer.user,
            answer=form.cleaned_data["answer"],
        ),
        raises=(),
    )
    if sent:
        return _done(request, order, _("Đã trả lời người mua: không hoàn tiền."))
    return redirect("office:order-returns", order.code)


def _order(code: str) -> Order:
    related = Order.objects.select_related("allocation", *WITH_ORDER)
    order = related.filter(code=read_order_code(code[:40])).first()
    if order is None:
        raise NotFound(_("Không có đơn nào mang mã %(code)s.") % {"code": code[:20]})
    return order


def _page(request: OfficeRequest, order: Order, **typed: Any) -> HttpResponse:
    page = page_of(order)
    form: ReturnForm | None = typed.get("form")
    if form is None and page.can_return:
        form = ReturnForm(returnable_of(order, page.returns), gives=True)
    context = {
        "officer": request.officer,
        "here": "money",
        "page": page,
        "order": page.order,
        "asked": next((one for one in page.returns if one.state == ReturnState.REQUESTED), None),
        "settled": [one for one in page.returns if one.state != ReturnState.REQUESTED],
        "refunds": _refunds(order, page.returns),
        "refusal": return_refusal(order, page.returns),
        "form_key": uuid4(),
        "answer_form": AnswerForm(),
    }
    wrong = bool(form and form.errors) or "answer_form" in typed
    return render(
        request, "office/refunds/returns.html", context | typed | {"form": form}, status=422 if wrong else 200
    )


def _refunds(order: Order, returns: list[Return]) -> list[sdk.Refund]:
    """All refunds of this order: of its returns, its cancellation or its late payment, never those of another order of
    the same payment (one statement).
    """
    intents = {one.intent_id for one in returns if one.state in GRANTED_RETURN}
    if hasattr(order, "allocation"):
        intents.add(order.allocation.intent_id)
    refunds_of_intents = [refund for refunds in sdk.refunds.of_many(intents).values() for refund in refunds]
    own = (None, order.code)
    return [refund for refund in refunds_of_intents if read_order_code(order_code_of(refund.first_reference)) in own]


def _accepted(accepted: Return) -> str:
    return _("Đã lập khoản hoàn %(amount)s.") % {"amount": format_dong(accepted.amount)}


def _done(request: OfficeRequest, order: Order, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("office:order-returns", order.code)
