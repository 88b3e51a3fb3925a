"""What a service refuses is shown where it belongs."""

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


def test_a_service_that_works_returns_its_value() -> None:
    sent = submit(NoteForm({"note": "x"}), lambda: 7)

    assert (bool(sent), sent.value, sent.status) == (True, 7, 200)


def test_a_form_that_is_not_valid_calls_no_service() -> None:
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
def test_a_refusal_stands_under_its_field(field: str | None, options: dict, shown_at: str) -> None:
    form = NoteForm({"note": "x"})

    assert not submit(form, lambda: refuse(DomainError("No.", field=field)), **options)
    assert form.errors == {shown_at: ["No."]}


def test_too_many_tries_are_429() -> None:
    refusal = TooManyTries("Wait.", is_first=False)

    assert submit(NoteForm({"note": "x"}), lambda: refuse(refusal)).status == 429


@pytest.mark.parametrize("refusal", [Forbidden("No."), NotFound("No.")])
def test_refusals_with_pages_of_their_own_are_raised_unless_the_site_has_none(refusal: DomainError) -> None:
    with pytest.raises(type(refusal)):
        attempt(lambda: refuse(refusal))

    assert attempt(lambda: refuse(refusal), raises=()).refusal is refusal


def test_a_refusal_of_a_button_becomes_a_message() -> None:
    sent = request()

    assert not perform(sent, lambda: refuse(DomainError("No.")), level=WARNING)
    assert messages(sent) == [(WARNING, "No.")]


def test_a_refusal_of_the_pages_own_input_is_left_to_the_page() -> None:
    sent = request()

    assert perform(sent, lambda: refuse(DomainError("No.", field="proof")), field="proof").field_error == "No."
    assert messages(sent) == []


def test_a_rule_of_a_room_is_the_error_of_the_field() -> None:
    with pytest.raises(ValidationError) as raised, as_validation_error():
        refuse(DomainError("No.", code="REQUIRED"))

    assert (raised.value.messages, raised.value.code) == (["No."], "REQUIRED")
