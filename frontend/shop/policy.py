"""The market's policies: delivery, returns, complaints, personal data, ranking, operator."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalog.search.products import RANKING_CRITERIA
from core import clock
from core.http.headers import same_for_all
from core.response_cache.declare import cached_for_guests
from orders.checkout.policy import POLICY_VERSION
from orders.returns.window import return_window

TITLES = {
    "giao-hang": _("Giao hàng"),
    "doi-tra": _("Đổi trả và hoàn tiền"),
    "khieu-nai": _("Khiếu nại và thời hạn trả lời"),
    "rieng-tu": _("Quyền riêng tư"),
    "xep-hang": _("Cách xếp hạng kết quả"),
    "quy-che": _("Quy chế và bên vận hành"),
}


@cached_for_guests()
@require_safe
@same_for_all
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in TITLES:
        raise Http404
    context = {
        "slug": slug,
        "title": TITLES[slug],
        "titles": TITLES,
        "version": POLICY_VERSION,
        "payment_minutes": settings.PAYMENT_MINUTES,
        "returns": return_window(clock.today()),
        "ranking": RANKING_CRITERIA,
    }
    return render(request, f"shop/policies/{slug}.html", context)
