"""Columns encrypted with a former key are re-encrypted and then readable without that key."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from accounts.models import Authenticator
from core.encryption import DecryptionError, decrypt, encrypt, is_current
from core.models import IdempotentAnswer
from core.reencryption import encrypted_columns, reencrypt
from payments.models import WebhookEndpoint
from tests.factories import make_user


@pytest.fixture
def encrypted_row(db: None, settings) -> Authenticator:
    """Three texts encrypted with the former key, one of each kind; then the key was replaced."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the former key", []
    device = Authenticator.objects.create(user=make_user(), encrypted_secret=encrypt("JBSWY3DP"))
    WebhookEndpoint.objects.create(
        id="we_1", livemode=False, url="https://a.example", enabled_events=["*"], encrypted_secret=encrypt("whsec")
    )
    answer = {"status": 200, "request": "req_1", "encrypted": encrypt('{"secret": "whsec"}')}
    IdempotentAnswer.objects.create(scope="s", key="k", fingerprint="f", answer=answer)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the key of today", ["the former key"]
    return device


def test_former_key_is_not_needed_after_reencryption(encrypted_row: Authenticator, settings) -> None:
    call_command("reseal")
    assert reencrypt() == {"current": 3}

    settings.SECRET_KEY_FALLBACKS = []
    assert decrypt(Authenticator.objects.get().encrypted_secret) == "JBSWY3DP"
    assert decrypt(WebhookEndpoint.objects.get().encrypted_secret) == "whsec"
    answer = IdempotentAnswer.objects.get().answer
    assert (decrypt(answer["encrypted"]), answer["status"], answer["request"]) == ('{"secret": "whsec"}', 200, "req_1")


def test_undecryptable_text_is_counted_and_kept(encrypted_row: Authenticator, settings) -> None:
    settings.SECRET_KEY_FALLBACKS = ["some other key"]
    assert reencrypt() == {"lost": 3}
    assert Authenticator.objects.get().encrypted_secret == encrypted_row.encrypted_secret


def test_text_of_a_former_key_is_not_current(settings) -> None:
    token = encrypt("x")
    assert is_current(token)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert (is_current(token), decrypt(token)) == (False, "x")
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(DecryptionError):
        decrypt(token)


def test_every_encrypted_column_is_reencrypted() -> None:
    """A new encrypted column must be listed here: its name begins with `encrypted_`."""
    columns = {f"{model._meta.label}.{name}" for model, name in encrypted_columns()}
    assert columns == {
        "accounts.Authenticator.encrypted_secret",
        "payments.BankFeed.encrypted_secret",
        "payments.WebhookEndpoint.encrypted_secret",
    }
    root = Path(django_settings.BASE_DIR)
    seals = {
        str(path.relative_to(root))
        for room in django_settings.ROOMS
        for path in (root / room).rglob("*.py")
        if re.search(r"^from core\.encryption import .*\bencrypt\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert seals == {
        "accounts/services/set_up_second_factor.py",  # Authenticator
        "core/reencryption.py",
        "payments/api/execution.py",  # IdempotentAnswer
        "payments/base/feed_secrets.py",  # BankFeed
        "payments/webhooks/endpoints.py",  # WebhookEndpoint
    }
