"""Sign in, and go on to where one was going, or to one's own face."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.services.sign_in import sign_in as prove
from core.errors import DomainError
from frontend.account.complete_sign_in import visitor_of
from frontend.account.forms import SignInForm
from frontend.account.second_step import proceed
from frontend.common.forms import take_refusal
from frontend.common.redirects import next_page


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(next_page(request, "/tai-khoan/"))
        return _page(request, SignInForm())
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        user = prove(visitor=visitor_of(request), **form.cleaned_data)
    except DomainError as refusal:
        take_refusal(form, refusal)
        return _page(request, form, status=429 if refusal.code == "TOO_MANY_REQUESTS" else 422)
    return proceed(request, user)


def _page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    return render(request, "account/sign_in.html", {"form": form, "next": next_page(request, "")}, status=status)
