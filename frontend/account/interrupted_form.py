"""After signing in again: the form that was sent after the session ended can be submitted or discarded."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from frontend.common import interrupted_form


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def resume_form(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # login_required
    form = interrupted_form.pending_form(request, request.user)
    if form is None:
        return redirect("account:home")
    if request.method != "POST":
        return render(request, "account/interrupted_form.html", {"pending": form})
    if request.POST.get("action") == "discard":
        interrupted_form.discard_pending_form(request)
        messages.success(request, _("Đã bỏ những gì điền dở."))
        return redirect("account:home")
    return interrupted_form.send_again(request, form)
