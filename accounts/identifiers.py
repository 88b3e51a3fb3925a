"""Sign-in identifiers: a phone number or an e-mail, case and spaces ignored."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from accounts.phones import normalize_phone
from core.cleaning import clean_line


def normalize_email(text: str) -> str:
    """E-mails are stored and compared in lower case."""
    return clean_line(text).lower()


def is_email(text: str) -> bool:
    """Whether it is one e-mail address, of at most 254 characters."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def normalize_identifier(text: str) -> str:
    """One spelling for each phone or e-mail, so that lookups and throttles use the same key."""
    if "@" in text:
        return normalize_email(text)
    return normalize_phone(text) or clean_line(text).lower()


def identifier_q(text: str) -> Q:
    """The condition for users with this identifier; matches none if it is neither a phone nor an e-mail."""
    identifier = normalize_identifier(text)
    return Q(email=identifier) if "@" in identifier else Q(phone=identifier)
