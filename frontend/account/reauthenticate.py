"""Ask a signed-in person for the password again, then redirect to the page of the change."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.reauthentication import mark_reauthenticated
from accounts.services import reauthenticate as services
from frontend.account.forms import PasswordAgainForm
from frontend.common.redirects import next_page
from frontend.common.submit import submit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
@login_required
def reauthenticate(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, PasswordAgainForm())
    user, form = request.user, PasswordAgainForm(request.POST)
    assert isinstance(user, User)  # login_required
    sent = submit(form, lambda: services.reauthenticate(user=user, password=form.cleaned_data["password"]), raises=())
    if not sent:
        return _page(request, form, status=sent.status)
    request.session.cycle_key()
    mark_reauthenticated(request)
    return HttpResponseRedirect(next_page(request, "/tai-khoan/"))


def _page(request: HttpRequest, form: PasswordAgainForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "next": next_page(request, "/tai-khoan/")}
    return render(request, "account/reauthenticate.html", context, status=status)
