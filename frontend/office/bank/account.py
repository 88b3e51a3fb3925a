"""/co-quan/doi-soat/ngan-hang/: the operator's own bank account, and the services that report its transfers."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.reauthentication import reauthentication_required
from core.errors import DomainError
from frontend.common.bank_feeds import Offers, active_feeds, offers, take_key
from frontend.common.submit import submit
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.bank.forms import AccountForm
from payments import sdk
from payments.bank import queries as bank_queries
from payments.bank.services.open_bank_account import open_bank_account
from payments.reconciliation import queries as reconciliation_queries


@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
@reauthentication_required()
def bank_account(request: OfficeRequest) -> HttpResponse:
    """Shows the account; POST opens one, or replaces it."""
    if request.method != "POST":
        return _page(request)
    form = AccountForm(request.POST, prefix="account")
    if submit(
        form,
        lambda: open_bank_account(
            payee_id=None,
            bin=form.cleaned_data["bank_bin"],
            number=form.cleaned_data["number"],
            holder=form.cleaned_data["holder"],
            note=form.cleaned_data["note"],
            actor=request.officer.user,
        ),
    ):
        messages.success(request, _("Đã lưu. Từ bây giờ mã QR mới chỉ vào tài khoản này."))
        return redirect("office:bank-account")
    return _page(request, form=form)


@require_POST
@operator_only
@reauthentication_required("office:bank-account")
def bank_feed(request: OfficeRequest) -> HttpResponse:
    """Store the key of one service."""

    def keep(kind: str, secrets: Mapping[str, str], auth: str) -> None:
        bank = sdk.bank_accounts.of(None)
        if bank is None:
            raise DomainError(_("Vui lòng ghi tài khoản của đơn vị trước."), code="BANK_ACCOUNT_MISSING")
        sdk.bank_feeds.add(
            account=None,
            bank_account=bank.id,
            kind=kind,
            secrets=secrets,
            settings={"auth": auth} if kind == "sepay" else None,
            actor=request.officer.user,
        )

    offered = take_key(request.POST, keep)
    if not offered.saved:
        return _page(request, offered=offered)
    words = _("Đã lưu khóa %(name)s. Còn một bước: dán địa chỉ bên dưới vào trang của %(name)s.")
    messages.success(request, words % {"name": offered.name})
    return redirect("office:bank-account")


@require_POST
@operator_only
@reauthentication_required("office:bank-account")
def drop_bank_feed(request: OfficeRequest, feed_id: int) -> HttpResponse:
    closed = sdk.bank_feeds.close(feed_id, account=None, actor=request.officer.user)
    message = _("Đã bỏ %(name)s. Nếu không còn dịch vụ nào, hãy nhập sao kê mỗi ngày.")
    messages.success(request, message % {"name": closed.label})
    return redirect("office:bank-account")


def _page(request: OfficeRequest, form: AccountForm | None = None, offered: Offers | None = None) -> HttpResponse:
    bank = sdk.bank_accounts.of(None)
    context = {
        "officer": request.officer,
        "here": "money",
        "bank": bank,
        "former": bank_queries.former_accounts(),
        "active_feeds": active_feeds(None),
        "offers": offered or offers(),
        "form": form or AccountForm(prefix="account"),
        "statement": reconciliation_queries.last_statement(bank.id) if bank else None,
    }
    return render(request, "office/bank/account.html", context, status=422 if request.method == "POST" else 200)
