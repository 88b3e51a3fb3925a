"""Forms of the operator's bank account and of the decision on a transfer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.form_fields import TextField
from frontend.common.bank_forms import BankForm
from frontend.office.forms import NoteForm
from payments.bank.services.resolve_bank_transaction import Decision
from payments.reconciliation.settlement_deposits import ExpectedDeposit


class AccountForm(BankForm):
    """The account that buyers are shown from now on, with the evidence that it is the operator's."""

    note = TextField(
        label=gettext_lazy("Căn cứ"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: hợp đồng mở tài khoản số 12/2026, ký ngày 03/11/2026. Ghi vào nhật ký."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Vui lòng ghi căn cứ: hợp đồng nào, ngày nào.")},
    )


_CHOICES = [
    (str(Decision.ACCEPT), gettext_lazy("Trả cho một khoản thanh toán")),
    (str(Decision.RETURNED), gettext_lazy("Đã chuyển trả lại người gửi")),
    (str(Decision.NOT_OURS), gettext_lazy("Không phải tiền người mua (của đơn vị, hoặc VNPay gộp nhiều tệp)")),
]


_SETTLEMENT = "settlement:"  # before the day or file in a choice of the form


class TransferForm(NoteForm):
    """The decision on a transfer; a deposit of VNPay for a day is offered first if possible."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Khoản này là gì"),
        widget=forms.RadioSelect,
        choices=_CHOICES,
        error_messages={"required": gettext_lazy("Vui lòng chọn khoản này là gì.")},
    )
    payment_intent = TextField(label=gettext_lazy("Khoản thanh toán (mã pi_…)"), max_length=40, required=False)

    def __init__(self, *args: Any, settled: Sequence[ExpectedDeposit] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(_SETTLEMENT + one.key, _settlement(one)) for one in settled]
        self.fields["decision"].choices = [*offered, *_CHOICES]  # type: ignore[attr-defined]

    @property
    def settlement(self) -> str | None:
        """The day or file of VNPay; None where another decision was chosen."""
        decision = self.cleaned_data["decision"]
        return decision.removeprefix(_SETTLEMENT) if decision.startswith(_SETTLEMENT) else None


def _settlement(one: ExpectedDeposit) -> str:
    params = {"file": one.file_name, "day": f"{one.first_day:%d/%m/%Y}", "last": f"{one.last_day:%d/%m/%Y}"}
    if one.first_day == one.last_day:
        return _("VNPay quyết toán ngày %(day)s (tệp %(file)s)") % params
    return _("VNPay quyết toán từ %(day)s tới %(last)s (cả tệp %(file)s)") % params
