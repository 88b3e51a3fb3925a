"""The payout schedule as one list of choices."""

from collections.abc import Iterator

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.seller.money_labels import WEEKDAYS
from payments import sdk

_LAST_DAY = 28  # every month has it
Choice = tuple[str | Promise, list[tuple[str, str | Promise]]]


def _choices() -> Iterator[Choice]:
    yield _("Tự rút"), [("manual:1", _("Khi tôi bấm rút"))]
    yield _("Tự chuyển"), [("daily:1", _("Mỗi sáng"))]
    yield _("Hằng tuần"), [(f"weekly:{n}", _("Sáng %(day)s") % {"day": name}) for n, name in WEEKDAYS.items()]
    days = range(1, _LAST_DAY + 1)
    yield _("Hằng tháng"), [(f"monthly:{n}", _("Sáng ngày %(day)d") % {"day": n}) for n in days]


class ScheduleForm(forms.Form):
    when = forms.ChoiceField(
        label=gettext_lazy("Khi nào nhận tiền"), choices=_choices,
        help_text=gettext_lazy("Chợ chuyển hết số sẵn sàng vào sáng đó; tiền tới tài khoản trong ngày làm việc tới."),
        error_messages={"required": gettext_lazy("Vui lòng chọn khi nào nhận tiền.")},
    )  # fmt: skip

    @property
    def interval(self) -> str:
        return self.cleaned_data["when"].partition(":")[0]

    @property
    def anchor(self) -> int:
        return int(self.cleaned_data["when"].partition(":")[2])

    @staticmethod
    def initial_from(account: sdk.Account) -> dict[str, str]:
        return {"when": f"{account.payout_interval}:{account.payout_anchor}"}
