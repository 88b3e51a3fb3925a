"""Changes of the account by other people, as messages; shown and marked as read on the account page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import SecurityNotice, User
from core import clock

_WORDS: dict[str, Promise] = {
    "membership.grant": gettext_lazy("Một người khác đã được giao vai trò đơn vị vận hành"),
    "payment.open_bank_account": gettext_lazy("Tài khoản ngân hàng của đơn vị vận hành đã được đổi"),
    "seller.set_bank_account": gettext_lazy("Tài khoản nhận tiền của gian hàng bạn quản lý đã được đổi"),
    "user.make_password_link": gettext_lazy("Đơn vị vận hành đã tạo liên kết đặt lại mật khẩu của bạn"),
    "user.reset_password": gettext_lazy("Đơn vị vận hành đã gỡ mật khẩu cũ của bạn"),
    "user.reset_second_factor": gettext_lazy("Đơn vị vận hành đã gỡ xác thực hai bước của bạn"),
    "user.set_password_for": gettext_lazy("Người khác đã đặt mật khẩu cho bạn"),
}


def words_of(notice: SecurityNotice) -> str:
    """The change, its time, and whom to call: "… lúc 09:15 22/11/2026. Nếu bạn không nhờ, hãy báo ngay …"."""
    at = date_format(timezone.localtime(notice.at), "H:i d/m/Y")
    what = _WORDS.get(notice.action, notice.action)
    return _("%(what)s lúc %(at)s. Nếu bạn không nhờ, hãy báo ngay cho đơn vị vận hành.") % {"what": what, "at": at}


@require_POST
@login_required
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark all of them as read ("Tôi đã đọc")."""
    assert isinstance(request.user, User)  # login_required
    SecurityNotice.objects.filter(user=request.user, read_at=None).update(read_at=clock.now())
    return redirect("account:home")
