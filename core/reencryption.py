"""Seal anew, with the key of today, what keys of before have sealed, so that those can be thrown away.

Found are all columns named `sealed_…` of every room, and the sealed answers under idempotency keys.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from core.encryption import DecryptionError, decrypt, encrypt, is_current
from core.models import IdempotentAnswer

_PREFIX = "sealed_"


def encrypted_columns() -> list[tuple[type[models.Model], str]]:
    """Every column that holds a sealed text, or nothing."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.startswith(_PREFIX)
    ]


def reencrypt() -> "Counter[str]":
    """How many texts were "resealed", were "current" already, and which no key of this machine opens ("lost").

    Each is written alone and only as long as it is what was read: a text that somebody changes meanwhile is new.
    """
    return Counter(_reseal_one(*place) for place in _places())


def _places() -> Iterator[tuple["models.QuerySet[Any]", str, Any, str]]:
    """Of each sealed text: its row, where it lies, what lies there and the text itself."""
    for model, name in encrypted_columns():
        for pk, token in model._default_manager.exclude(**{name: ""}).values_list("pk", name).iterator():
            yield model._default_manager.filter(pk=pk), name, token, token
    for answer in IdempotentAnswer.objects.filter(answer__has_key="encrypted").iterator():
        yield IdempotentAnswer.objects.filter(pk=answer.pk), "answer", answer.answer, answer.answer["encrypted"]


def _reseal_one(row: "models.QuerySet[Any]", name: str, value: Any, token: str) -> str:
    if is_current(token):
        return "current"
    try:
        fresh = encrypt(decrypt(token))
    except DecryptionError:
        return "lost"
    row.filter(**{name: value}).update(**{name: value | {"encrypted": fresh} if isinstance(value, dict) else fresh})
    return "resealed"
