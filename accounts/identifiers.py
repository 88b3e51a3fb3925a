"""What people sign in with: a phone number or an e-mail, forgiving of case and spaces."""

from django.db.models import Q

from accounts.phones import normalize_phone


def normalize_email(text: str) -> str:
    """E-mails are stored and compared in lower case."""
    return text.strip().lower()


def normalize_identifier(text: str) -> str:
    """One spelling for each phone or e-mail, so that lookups and throttles count the same thing."""
    if "@" in text:
        return normalize_email(text)
    return normalize_phone(text) or " ".join(text.split()).lower()


def identifier_q(text: str) -> Q:
    """Whom the identifier names; nobody where it is neither a phone nor an e-mail."""
    identifier = normalize_identifier(text)
    return Q(email=identifier) if "@" in identifier else Q(phone=identifier)
