"""Re-authentication of a signed-in person: few wrong passwords an hour; right ones are not counted."""

import pytest

from accounts.models import AuditEntry
from accounts.services.reauthenticate import reauthenticate
from core.errors import DomainError
from tests.factories import PASSWORD, make_user


def test_correct_password_is_never_throttled(db: None) -> None:
    user = make_user()
    for _try in range(12):
        reauthenticate(user=user, password=PASSWORD)


def test_ten_wrong_passwords_throttle_the_correct_one(db: None) -> None:
    user = make_user()
    for _try in range(10):
        with pytest.raises(DomainError) as wrong:
            reauthenticate(user=user, password="sai")
        assert (wrong.value.code, wrong.value.field) == ("INVALID_CREDENTIALS", "password")
    with pytest.raises(DomainError) as late:
        reauthenticate(user=user, password=PASSWORD)
    assert late.value.code == "TOO_MANY_REQUESTS"
    with pytest.raises(DomainError):
        reauthenticate(user=user, password=PASSWORD)
    written = AuditEntry.objects.filter(actor=user, action="user.reauthentication_failed").order_by("pk")
    assert list(written.values_list("after__reason", flat=True)) == ["password"] * 10 + ["throttled"]
    reauthenticate(user=make_user(), password=PASSWORD)  # another person's tries are counted apart
