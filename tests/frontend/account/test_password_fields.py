"""Password fields: hidden, pasteable, filled and saved by password managers."""

import pytest
from django import forms

from frontend.account import forms as account

FIELDS = [
    (form, name)
    for form in vars(account).values()
    if isinstance(form, type) and issubclass(form, forms.Form)
    for name in form.base_fields
    if "password" in name
]


def test_every_password_form_is_in_the_table() -> None:
    assert {form.__name__ for form, _name in FIELDS} == {
        "EraseForm",
        "PasswordAgainForm",
        "PasswordForm",
        "SetPasswordForm",
        "SignInForm",
    }


@pytest.mark.parametrize(("form", "name"), FIELDS)
def test_password_fields_are_masked_and_allow_autofill(form: type[forms.Form], name: str) -> None:
    drawn = str(form()[name])
    is_new = name == "new_password" or form is account.SetPasswordForm
    assert 'type="password"' in drawn
    assert f'autocomplete="{"new" if is_new else "current"}-password"' in drawn
    assert " on" not in drawn  # no handler that could refuse a paste
    assert form.base_fields[name].strip is False  # type: ignore[attr-defined]
