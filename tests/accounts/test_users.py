"""One stored spelling of phone and e-mail, enforced by the manager and by the database."""

import pytest
from django.db import IntegrityError

from accounts.models import User


def test_created_user_is_normalized(hoa: User) -> None:
    assert (hoa.phone, hoa.email) == ("0912345678", "hoa@example.vn")


def test_invalid_phone_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="123"):
        User.objects.create_user(phone="123", full_name="Ai đó", password="x")
    assert User.objects.count() == 0


@pytest.mark.parametrize("fields", [{"phone": "+84912345678"}, {"email": "Hoa@Example.vn"}, {}])
def test_database_refuses_other_spellings_and_missing_contact(db: None, fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        User(full_name="Ai đó", **fields).save()
