"""Invalid row ids or fields in the admin are a bad request, never a server error."""

import pytest
from django.contrib import admin
from django.test import Client

from tests.factories import make_user
from tests.sessions import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ticked", ["../../etc/passwd", "9" * 30, ""])
def test_invalid_selected_keys_are_400(ticked: str) -> None:
    browser = sign_in(Client(raise_request_exception=False), make_user(is_staff=True, is_superuser=True))
    answers = {}
    for model, page in admin.site._registry.items():
        if not page.actions:
            continue
        sent = {"action": "any", "index": "0", "_selected_action": ticked}
        answers[model] = browser.post(f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}/", sent).status_code
    assert len(answers) >= 5
    assert set(answers.values()) == {400}


def test_existing_selected_rows_are_processed() -> None:
    browser = sign_in(Client(), make_user(is_staff=True, is_superuser=True))
    other = make_user()
    sent = {"action": "sign_out", "index": "0", "_selected_action": str(other.pk)}
    answer = browser.post("/quan-tri/accounts/user/", sent, follow=True)
    assert (answer.status_code, other.full_name in answer.text) == (200, True)


@pytest.mark.parametrize("deed", ["change", "delete"])
def test_lookup_by_an_unnamed_field_is_refused(deed: str) -> None:
    browser = sign_in(Client(raise_request_exception=False), make_user(is_staff=True, is_superuser=True))
    answers = set()
    for model in admin.site._registry:
        page = f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}/1/{deed}/"
        answers |= {browser.get(f"{page}?_to_field=").status_code, browser.post(page, {"_to_field": ""}).status_code}
    assert answers == {400}
