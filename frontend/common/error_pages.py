"""Error pages: each explains what happened and what to do now."""

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.http.forms import OTHER_ORIGIN
from core.logs.context import current_log

logger = logging.getLogger(__name__)


def _page(request: HttpRequest, status: int, title: str, text: str, **more: object) -> HttpResponse:
    return render(request, "common/errors/page.html", {"title": title, "text": text, **more}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, and 413 where more came than any form of ours sends."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return _page(
        request,
        400,
        _("Không đọc được yêu cầu này"),
        _("Địa chỉ hoặc dữ liệu gửi lên bị lỗi. Chưa có gì được ghi lại."),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        413,
        _("Nội dung gửi lên quá lớn"),
        _("Vui lòng viết ngắn lại hoặc chọn ảnh nhỏ hơn rồi gửi lại. Chưa có gì được ghi lại."),
    )


def body_refused(request: HttpRequest, status: int) -> HttpResponse:
    """413, and what else keeps a body from being read whole (core.http.bodies): nothing was done."""
    if status == 413:
        return too_large(request)
    title = _("Nội dung gửi lên không đến đủ")
    text = _("Đường truyền quá chậm hoặc bị ngắt giữa chừng. Chưa có gì được ghi lại; vui lòng gửi lại.")
    if status == 503:
        title = _("Chợ đang nhận quá nhiều tệp")
        text = _("Chưa có gì được ghi lại. Vui lòng gửi lại sau một phút.")
    return _page(request, status, title, text)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        _("Bạn không có quyền xem trang này"),
        _("Trang này dành cho người khác. Nếu đúng là của bạn, hãy đăng nhập bằng tài khoản phù hợp."),
        sign_in=True,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("Không có trang này"),
        _("Có thể món hàng đã ngừng bán hoặc địa chỉ bị gõ nhầm. Bạn thử tìm theo tên món hàng nhé."),
        search=True,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF failure: the form is another site's, was open too long, or its cookies are missing. Nothing was done.

    A browser too old to state the form's origin gets a token with this page, so that the page that it links back to
    carries one, too.
    """
    if reason == OTHER_ORIGIN:
        return _page(
            request,
            403,
            _("Biểu mẫu này không được gửi từ trang của chợ"),
            _("Để bảo vệ bạn, chúng tôi chưa làm gì cả. Hãy mở trang của chợ rồi làm lại từ đó."),
        )
    return _page(
        request,
        403,
        _("Trang đã mở quá lâu"),
        _(
            "Để bảo vệ bạn, chúng tôi chưa làm gì cả. Hãy quay lại trang trước, tải lại rồi gửi lần nữa. "
            "Nếu vẫn vậy, hãy cho phép trình duyệt lưu cookie của trang này."
        ),
        back=request.path if request.method == "POST" else None,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Reads neither the database nor the session, since either may have failed."""
    title = _("Xin lỗi, máy chủ gặp lỗi")
    lead = _("Đây là lỗi của chúng tôi, không phải của bạn, và đã được ghi lại. Vui lòng thử lại sau ít phút.")
    return _apology(500, title, lead)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the disk is full, or the database is unreachable. Reads neither the database nor the session."""
    title = _("Chợ tạm thời chưa ghi được dữ liệu")
    lead = _("Chưa có gì được ghi lại. Vui lòng thử lại sau ít phút.")
    return _apology(503, title, lead)


def busy(request: HttpRequest) -> HttpResponse:
    """503: a statement timed out or was the victim of a deadlock; its transaction was rolled back."""
    title = _("Chợ đang bận")
    lead = _("Máy chủ chưa làm xong trong thời gian cho phép và đã bỏ dở. Vui lòng thử lại sau ít phút.")
    return _apology(503, title, lead)


def _apology(status: int, title: str, lead: str) -> HttpResponse:
    try:
        log = current_log()
        words = {"market": settings.MARKET, "title": title, "lead": lead, "request_id": log.id if log else ""}
        return HttpResponse(render_to_string("common/errors/500.html", words), status=status)
    except Exception:  # the error must not break the error page, too
        logger.exception("the page for errors failed")
        return HttpResponse(
            "Xin lỗi, máy chủ gặp lỗi. Vui lòng thử lại sau ít phút.",
            status=status,
            content_type="text/plain; charset=utf-8",
        )
