"""Errors of services are shown at their field."""

from typing import NoReturn

import pytest
from django import forms
from django.contrib.messages import WARNING
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.test import RequestFactory

from core.errors import DomainError, Forbidden, NotFound, TooManyTries
from frontend.common.forms import as_validation_error
from frontend.common.submit import attempt, perform, submit


class NoteForm(forms.Form):
    note = forms.CharField()


def refuse(refusal: DomainError) -> NoReturn:
    raise refusal


def request() -> HttpRequest:
    sent = RequestFactory().post("/")
    sent._messages = CookieStorage(sent)  # type: ignore[attr-defined]
    return sent


def messages(sent: HttpRequest) -> list[tuple[int, str]]:
    return [(one.level, str(one.message)) for one in sent._messages]  # type: ignore[attr-defined]


def test_successful_service_returns_its_value() -> None:
    sent = submit(NoteForm({"note": "x"}), lambda: 7)

    assert (bool(sent), sent.value, sent.status) == (True, 7, 200)


def test_invalid_form_calls_no_service() -> None:
    sent = submit(NoteForm({}), lambda: pytest.fail("called"))

    assert (bool(sent), sent.refusal, sent.status) == (False, None, 422)


@pytest.mark.parametrize(
    ("field", "options", "shown_at"),
    [
        ("note", {}, "note"),
        (None, {}, "__all__"),
        ("other", {}, "__all__"),
        ("other", {"fields": {"other": "note"}}, "note"),
        ("other", {"fallback": "note"}, "note"),
    ],
)
def test_refusal_is_shown_under_its_field(field: str | None, options: dict, shown_at: str) -> None:
    form = NoteForm({"note": "x"})

    assert not submit(form, lambda: refuse(DomainError("No.", field=field)), **options)
    assert form.errors == {shown_at: ["No."]}


def test_throttled_refusal_is_429() -> None:
    refusal = TooManyTries("Wait.", is_first=False, retry_after=60)

    assert submit(NoteForm({"note": "x"}), lambda: refuse(refusal)).status == 429


@pytest.mark.parametrize("refusal", [Forbidden("No."), NotFound("No.")])
def test_refusals_with_their_own_pages_are_raised(refusal: DomainError) -> None:
    with pytest.raises(type(refusal)):
        attempt(lambda: refuse(refusal))

    assert attempt(lambda: refuse(refusal), raises=()).refusal is refusal


def test_refusal_of_a_button_becomes_a_message() -> None:
    sent = request()

    assert not perform(sent, lambda: refuse(DomainError("No.")), level=WARNING)
    assert messages(sent) == [(WARNING, "No.")]


def test_refusal_of_the_named_field_is_returned() -> None:
    sent = request()

    assert perform(sent, lambda: refuse(DomainError("No.", field="proof")), field="proof").field_error == "No."
    assert messages(sent) == []


def test_domain_error_becomes_a_field_error() -> None:
    with pytest.raises(ValidationError) as raised, as_validation_error():
        refuse(DomainError("No.", code="REQUIRED"))

    assert (raised.value.messages, raised.value.code) == (["No."], "REQUIRED")
