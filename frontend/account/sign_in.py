"""Sign in, and go on to where one was going, or to one's own face."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.reauthentication import mark_reauthenticated
from accounts.services.sign_in import sign_in as prove
from core.errors import DomainError
from frontend.account.forms import SignInForm
from frontend.account.landing import home_of_face
from frontend.forms import take_refusal
from frontend.shop.going import next_page


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(next_page(request, "/tai-khoan/"))
        return _page(request, SignInForm())
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        user = prove(ip=request.META["REMOTE_ADDR"], **form.cleaned_data)
    except DomainError as refusal:
        take_refusal(form, refusal)
        return _page(request, form, status=429 if refusal.code == "TOO_MANY_REQUESTS" else 422)
    login(request, user)
    mark_reauthenticated(request)
    face = home_of_face(user)
    request.session["home_of_face"] = face
    return redirect(next_page(request, face["url"] if face else "/"))


def _page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    return render(request, "account/sign_in.html", {"form": form, "next": next_page(request, "")}, status=status)
