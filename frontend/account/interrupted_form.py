"""After signing in again: what was filled in when the session ended can be sent, or dropped."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from frontend.common import interrupted_form


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # login_required
    found = interrupted_form.kept_form(request, request.user)
    if found is None:
        return redirect("account:home")
    if request.method != "POST":
        return render(request, "account/interrupted_form.html", {"kept": found})
    if request.POST.get("viec") == "bo":
        interrupted_form.forget_kept_form(request)
        messages.success(request, _("Đã bỏ những gì điền dở."))
        return redirect("account:home")
    return interrupted_form.send_again(request, found)
