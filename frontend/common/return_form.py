"""The form of a return, the same on all sites: how many of each line, the delivery's price, the reason."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import DomainError, Forbidden
from core.form_fields import CountField, TextField
from core.money import format_dong
from frontend.common.submit import run_service
from orders.models import Order, Return, ReturnReason
from orders.returns.queries import pending_return
from orders.returns.rules import MAX_TEXT
from orders.returns.selection import Returnable, ReturnableLine, select_for_return
from orders.returns.services.open_return import open_return


class ReturnForm(forms.Form):
    """For the returnable lines of one order. `gives`: the form of the seller or operator, who also decides about
    restocking.
    """

    def __init__(self, left: Returnable, data: Mapping[str, Any] | None = None, *, gives: bool = False) -> None:
        super().__init__(data)
        self.left, self.gives = left, gives
        for one in left.lines:
            if one.left:
                self.fields[one.field] = _how_many(one)
        if left.delivery:
            words = _("Cả phí giao hàng %(sum)s") % {"sum": format_dong(left.delivery)}
            self.fields["delivery"] = forms.BooleanField(label=words, required=False)
        self.fields["reason"] = forms.ChoiceField(
            label=_("Vì sao?"),
            choices=ReturnReason.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Vui lòng chọn lý do."), "invalid_choice": _("Vui lòng chọn lý do.")},
        )
        self.fields["words"] = TextField(
            label=_("Ghi chú cho người mua") if gives else _("Hàng bị sao? Bạn muốn thế nào?"),
            required=False,
            max_length=MAX_TEXT,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        if gives:
            label = _("Hàng đã về và còn bán được: đưa lại lên kệ")
            self.fields["restock"] = forms.BooleanField(label=label, required=False)

    def lines(self) -> list[tuple[ReturnableLine, forms.BoundField]]:
        """Each returnable line with its field."""
        return [(one, self[one.field]) for one in self.left.lines if one.left]

    def service_arguments(self) -> dict[str, Any]:
        """The services' arguments, of a valid form."""
        arguments: dict[str, Any] = {
            "quantities": self._quantities(),
            "with_delivery": self.cleaned_data.get("delivery", False),
            "reason": self.cleaned_data["reason"],
            "words": self.cleaned_data["words"],
        }
        return arguments | ({"restock": self.cleaned_data["restock"]} if self.gives else {})

    def clean(self) -> dict[str, Any]:
        """The selection must not be empty."""
        cleaned = super().clean() or {}
        if not any(one.field in self.errors for one in self.left.lines):
            with_delivery = cleaned.get("delivery", False)
            run_service(self, lambda: select_for_return(self.left, self._quantities(), with_delivery=with_delivery))
        return cleaned

    def amount(self) -> int:
        """Đồng refunded by a valid form."""
        arguments = self.service_arguments()
        return select_for_return(self.left, arguments["quantities"], with_delivery=arguments["with_delivery"]).amount

    def _quantities(self) -> dict[UUID, int]:
        named = {one.line.pk: self.cleaned_data.get(one.field) for one in self.left.lines if one.left}
        return {pk: quantity for pk, quantity in named.items() if quantity}


class AcceptReturnForm(forms.Form):
    """Yes to a requested return."""

    restock = forms.BooleanField(label=_("Hàng đã về và còn bán được: đưa lại lên kệ"), required=False)


class DeclineReturnForm(forms.Form):
    """No to a requested return, with the answer that the buyer reads."""

    answer = TextField(
        label=_("Vì sao không hoàn? Người mua đọc được."),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Vui lòng ghi vì sao không hoàn, để người mua biết.")},
    )


def submit_return_form(request: HttpRequest, order: Order, form: ReturnForm, actor: User) -> Return | int | None:
    """Open the return of a submitted form: the return if its amount was shown before, else the amount to show (đồng).

    None if the form is invalid or refused; it has the errors.
    """
    if not form.is_valid():
        return None
    amount = form.amount()
    if request.POST.get("seen") != str(amount):
        return amount
    return run_service(
        form,
        lambda: open_return(
            order_id=order.pk, form_key=form_key(request), actor=actor, expected=amount, **form.service_arguments()
        ),
        raises=(Forbidden,),
    ).result


def is_about_pending_return(request: HttpRequest, order: Order) -> bool:
    """Whether the sent answer is about the return of this order that waits for one."""
    pending = pending_return(order)
    return pending is not None and request.POST.get("return_id") == str(pending.pk)


def pending_return_id(request: HttpRequest, order: Order) -> UUID:
    """The return of this order that is answered. Raises DomainError if it no longer waits."""
    pending = pending_return(order)
    if pending is None or request.POST.get("return_id") != str(pending.pk):
        raise DomainError(_("Đề nghị này không còn chờ trả lời."), code="RETURN_ANSWERED")
    return pending.pk


def form_key(request: HttpRequest) -> UUID:
    """The form's key; a new one if it is missing."""
    try:
        return UUID(request.POST.get("form", ""))
    except ValueError:
        return uuid4()


def _how_many(one: ReturnableLine) -> CountField:
    too_many = _("Còn %(left)d để trả.") % {"left": one.left}
    return CountField(
        label=one.line.product_name,
        required=False,
        max_value=one.left,
        widget=forms.TextInput(attrs={"placeholder": "0"}),
        error_messages={
            "invalid": _("Vui lòng ghi một số."),
            "max_value": too_many,
            "min_value": _("Vui lòng ghi một số."),
        },
    )
