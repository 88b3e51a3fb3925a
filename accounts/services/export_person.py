"""Export all personal data of a person (Luật 91/2025/QH15: the rights of access and of a copy)."""

from typing import Any

from accounts.personal_data import accounts_of
from core.personal_data import Person, holdings


def whole_person(person: Person) -> Person:
    """The person with the account that the phone belongs to."""
    user = accounts_of(person).first()
    if user is None:
        return person
    return Person(phone=person.phone, email=user.email or "", user_id=user.pk, until=person.until)


def export_person(person: Person) -> dict[str, Any]:
    """{"accounts": {"account": [{…}], …}, "orders": {…}, …}, for the JSON encoder of Django.

    The caller checks who asks.
    """
    whole = whole_person(person)
    return {holding.room: holding.export(whole) for holding in holdings()}
