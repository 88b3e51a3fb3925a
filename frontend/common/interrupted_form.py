"""A form that was sent after its session had ended: stored in the browser's next session until its user signs in again.

Only for the last signed-in user of the browser, and shown to that user only.
"""

import base64
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from accounts.models import User
from core.http.last_person import last_person

_KEY = "pending_form"
_MOST_BYTES = 8_000_000  # of all files together; above it the form is stored without files
_NOT_TYPED = {"csrfmiddlewaretoken", "seller", "action"}


@dataclass(frozen=True)
class InterruptedForm:
    path: str
    fields: dict[str, list[str]]
    files: list[list[str]]  # [field, name, type, base64]
    files_lost: bool

    @property
    def typed_count(self) -> int:
        return sum(any(values) for name, values in self.fields.items() if name not in _NOT_TYPED)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Redirect to the sign-in page, and from there to the page, or to the stored form."""
    is_stored = request.method == "POST" and _keep(request)
    if is_stored:
        messages.info(request, _("Phiên đăng nhập đã hết. Những gì bạn vừa điền vẫn còn: đăng nhập để gửi tiếp."))
    answer = redirect_to_login(reverse("account:interrupted-form") if is_stored else request.get_full_path())
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": answer["Location"]})
    return answer


def _keep(request: HttpRequest) -> bool:
    person = last_person(request.COOKIES)
    if person is None:
        return False
    sent = [(field, file) for field, files in request.FILES.lists() for file in files]
    too_large = sum(file.size or 0 for _field, file in sent) > _MOST_BYTES
    files = [
        [field, file.name or "", file.content_type or "", base64.b64encode(file.read()).decode()]
        for field, file in ([] if too_large else sent)
    ]
    fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    request.session[_KEY] = [person, request.get_full_path(), fields, files, too_large]
    return True


def pending_form(request: HttpRequest, user: User) -> InterruptedForm | None:
    """The stored form of this user, if any; another user's is discarded."""
    match request.session.get(_KEY):
        case [person, str(path), dict(fields), list(files), bool(lost)] if person == str(user.pk):
            return InterruptedForm(path, fields, files, lost)
    discard_pending_form(request)
    return None


def discard_pending_form(request: HttpRequest) -> None:
    if _KEY in request.session:
        del request.session[_KEY]


def send_again(request: HttpRequest, form: InterruptedForm) -> HttpResponse:
    """Submit the stored form as its user, who is signed in again: the view checks it like any other."""
    again: Any = request
    again.path = again.path_info = form.path.partition("?")[0]
    again.POST = QueryDict(mutable=True)
    for name, values in form.fields.items():
        again.POST.setlist(name, values)
    again._files = MultiValueDict()
    for field, name, kind, content in form.files:
        again._files.appendlist(field, SimpleUploadedFile(name, base64.b64decode(content), kind))
    again.resolver_match = match = resolve(again.path_info)
    discard_pending_form(request)
    return match.func(request, *match.args, **match.kwargs)
