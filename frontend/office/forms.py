"""Forms of the operator's decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.form_fields import TextField


class NoteForm(forms.Form):
    """The reason of a decision, which is required."""

    note = TextField(
        label=gettext_lazy("Căn cứ của quyết định"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Vui lòng ghi căn cứ: đã xem gì, hỏi ai, ngày nào.")},
    )


class DecisionForm(NoteForm):
    """One of several decisions, by its button; the service refuses an unknown one."""

    decision = forms.CharField(required=False)


class ReceivedForm(NoteForm):
    """Whether money was received, by one of two buttons: "1" or "0"."""

    paid = forms.NullBooleanField(widget=forms.HiddenInput)

    def clean_paid(self) -> bool | None:
        return {"1": True, "0": False}.get(self.data.get("paid", ""))


class ProofForm(NoteForm):
    """The proof of a manual refund (the bank's reference, recipient, day), or why there was none."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].label = gettext_lazy("Số bút toán của ngân hàng, tài khoản nhận, ngày chuyển")
        self.fields["note"].error_messages["required"] = gettext_lazy(
            "Vui lòng ghi số bút toán ngân hàng, hoặc vì sao chưa chuyển được."
        )
