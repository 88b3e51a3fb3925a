"""The encrypted secrets of a feed: the key that signs its messages, and the credentials of its service."""

from collections.abc import Mapping

import orjson

from core.encryption import DecryptionError, decrypt, encrypt
from payments.models import BankFeed


def seal_secrets(secrets: Mapping[str, str]) -> str:
    """Encrypt {"key": …, …} for the column."""
    return encrypt(orjson.dumps(dict(secrets)).decode())


def secrets_of(feed: BankFeed) -> Mapping[str, str]:
    """The decrypted secrets of a feed.

    Empty where they cannot be decrypted, so that no message of the feed is accepted.
    """
    if not feed.encrypted_secret:
        return {}
    try:
        return orjson.loads(decrypt(feed.encrypted_secret))
    except (DecryptionError, orjson.JSONDecodeError):
        return {}
