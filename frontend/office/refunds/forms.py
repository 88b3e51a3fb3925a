"""The approval of a refund, and the answer to a requested return."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.form_fields import TextField
from orders.returns.rules import MAX_TEXT


class ApprovalForm(forms.Form):
    """An approval needs no reason, a refusal does; the button decides which it is."""

    note = TextField(
        label=gettext_lazy("Ghi chú"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AnswerForm(forms.Form):
    """The operator's answer to a requested return; the buyer and the seller read it. A no needs its reason."""

    answer = TextField(
        label=gettext_lazy("Trả lời người mua"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Vui lòng ghi vì sao không hoàn, để người mua biết.")},
    )
    restock = forms.BooleanField(
        label=gettext_lazy("Hàng đã về người bán và còn bán được: đưa lại lên kệ"), required=False
    )

    def __init__(self, *args: Any, declines: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].required = declines
