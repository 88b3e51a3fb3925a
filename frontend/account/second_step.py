"""The second step of a sign-in: the code, if the person has a second factor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.second_factor.policy import has_second_factor
from accounts.services.check_second_factor import check_second_factor
from accounts.services.sign_in import record_refusal
from core import clock
from frontend.account.complete_sign_in import enter, visitor_of
from frontend.account.forms import CodeForm
from frontend.common.redirects import next_page
from frontend.common.submit import submit

_KEY = "password_proved"  # in the anonymous session: whose password was right, under which epoch, until when
_LASTS = 600  # seconds


def proceed(request: HttpRequest, user: User) -> HttpResponse:
    """After the right password: to the code, or signed in."""
    if not has_second_factor(user):
        return enter(request, user, factor="password")
    until = clock.now().timestamp() + _LASTS
    request.session.flush()
    request.session[_KEY] = {
        "user": user.pk, "epoch": user.session_epoch, "until": until, "next": next_page(request, "")
    }  # fmt: skip
    return redirect("account:second-step")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("otp")
def second_step(request: HttpRequest) -> HttpResponse:
    user = _who(request)
    if user is None:
        return redirect("account:sign-in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form)
    sent = submit(form, lambda: check_second_factor(user=user, code=form.cleaned_data["otp"]), raises=())
    if not sent:
        if sent.refusal:
            record_refusal(user, visitor_of(request), sent.refusal, step="second_factor")
        return _page(request, form)
    destination = request.session.pop(_KEY)["next"]
    return enter(request, user, factor=f"password+{sent.value}", destination=destination)


def _who(request: HttpRequest) -> User | None:
    """The user whose password was right in this browser within ten minutes, unless their sessions were ended since."""
    proved = request.session.get(_KEY)
    if not proved or proved["until"] < clock.now().timestamp():
        return None
    user = User.objects.filter(pk=proved["user"], session_epoch=proved["epoch"]).first()
    return user if user and user.may_act else None


def _page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    return render(request, "account/second_step.html", {"form": form}, status=422 if form.errors else 200)
