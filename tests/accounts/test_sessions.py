"""A session is valid only while its account is: session epoch, closed accounts, demo people in production."""

from typing import Any

import pytest
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.test import Client, RequestFactory

from accounts.models import AuditEntry, User
from accounts.services.change_password import change_password
from accounts.services.sign_out_everywhere import sign_out_everywhere
from core.errors import DomainError


def whoever(client: Client) -> object:
    """The user of this browser's next request."""
    request: HttpRequest = RequestFactory().get("/")
    request.session = client.session  # type: ignore[attr-defined]
    return get_user(request)


@pytest.fixture
def phone(hoa: User) -> Client:
    client = Client()
    client.force_login(hoa)
    assert whoever(client) == hoa
    return client


def test_sign_out_everywhere_ends_every_session(hoa: User, phone: Client) -> None:
    laptop = Client()
    laptop.force_login(hoa)
    sign_out_everywhere(user=hoa, actor=hoa)
    assert [whoever(phone).is_authenticated, whoever(laptop).is_authenticated] == [False, False]  # type: ignore[attr-defined]
    assert hoa.session_epoch == 1
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.object_ref) == (hoa, "user.sign_out_everywhere", f"accounts.User:{hoa.pk}")


def test_closed_account_has_no_session(hoa: User, phone: Client) -> None:
    User.objects.filter(pk=hoa.pk).update(is_active=False)
    assert not whoever(phone).is_authenticated  # type: ignore[attr-defined]


def test_reopened_account_revives_no_session(hoa: User, phone: Client) -> None:
    User.objects.filter(pk=hoa.pk).update(is_active=False)
    User.objects.filter(pk=hoa.pk).update(is_active=True)
    assert not whoever(phone).is_authenticated  # type: ignore[attr-defined]
    phone.force_login(User.objects.get(pk=hoa.pk))
    assert whoever(phone) == hoa


def test_demo_session_is_invalid_in_production(demo_buyer: User, settings: Any) -> None:
    client = Client()
    client.force_login(demo_buyer)
    assert whoever(client) == demo_buyer
    settings.PRODUCTION = True
    assert not whoever(client).is_authenticated  # type: ignore[attr-defined]


def test_new_password_ends_old_sessions(hoa: User, phone: Client) -> None:
    change_password(user=hoa, old_password="vuon-xoai-2026", new_password="mot-mat-khau-moi")
    hoa.refresh_from_db()
    assert hoa.check_password("mot-mat-khau-moi")
    assert not whoever(phone).is_authenticated  # type: ignore[attr-defined]
    assert AuditEntry.objects.get().action == "user.change_password"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("sai", "mot-mat-khau-moi", "old_password"),
        ("vuon-xoai-2026", "ngan", "new_password"),
        ("vuon-xoai-2026", "password123", "new_password"),
        ("vuon-xoai-2026", "vuon-xoai-2026", "new_password"),
    ],
)
def test_refused_password_change_keeps_the_session(hoa: User, phone: Client, old: str, new: str, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        change_password(user=hoa, old_password=old, new_password=new)
    assert caught.value.field == field
    assert whoever(phone) == hoa
    written = list(AuditEntry.objects.values_list("actor", "action", "after"))
    wrong = [(hoa.pk, "user.reauthentication_failed", {"reason": "password"})]
    assert written == (wrong if field == "old_password" else [])
