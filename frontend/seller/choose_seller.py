"""Choose the seller to work for: an own one, or a member household that consented."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.common import parsing
from frontend.seller.acting import SellerRequest, choose, seller_page


@require_http_methods(["GET", "HEAD", "POST"])
@seller_page
def choosing(request: SellerRequest) -> HttpResponse:
    if request.method == "POST":
        if choose(request, parsing.whole(request.POST.get("work_for")) or 0):
            return redirect("seller:today")
        messages.error(request, _("Bạn không còn được làm thay cho người bán này."))
    return render(request, "seller/choose_seller.html")
