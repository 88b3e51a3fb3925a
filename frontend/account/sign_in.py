"""Sign in, then redirect to `next` or to the user's own site."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.services import sign_in as services
from frontend.account.complete_sign_in import visitor_of
from frontend.account.forms import SignInForm
from frontend.account.second_step import proceed
from frontend.common.redirects import next_page
from frontend.common.submit import submit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(next_page(request, "/tai-khoan/"))
        return _page(request, SignInForm())
    form = SignInForm(request.POST)
    sent = submit(form, lambda: services.sign_in(visitor=visitor_of(request), **form.cleaned_data), raises=())
    return proceed(request, sent.value) if sent else _page(request, form, status=sent.status)


def _page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    return render(request, "account/sign_in.html", {"form": form, "next": next_page(request, "")}, status=status)
