"""A feed's secrets, sealed in its row: the key its messages are signed with, and what else its service wants."""

from collections.abc import Mapping

import orjson

from core.encryption import DecryptionError, decrypt, encrypt
from payments.models import BankFeed


def seal_secrets(secrets: Mapping[str, str]) -> str:
    """{"key": …, …} for the column."""
    return encrypt(orjson.dumps(dict(secrets)).decode())


def secrets_of(feed: BankFeed) -> Mapping[str, str]:
    """The secrets of a feed; none where the key that sealed them is gone, so that nothing it says is believed."""
    if not feed.encrypted_secret:
        return {}
    try:
        return orjson.loads(decrypt(feed.encrypted_secret))
    except (DecryptionError, orjson.JSONDecodeError):
        return {}
