"""Encrypts texts of former keys again with the current key, so that the former keys can be discarded.

Covers every column whose name begins with `encrypted_`, and the encrypted answers under idempotency keys.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from core.encryption import DecryptionError, decrypt, encrypt, is_current
from core.models import IdempotentAnswer

_PREFIX = "encrypted_"


def encrypted_columns() -> list[tuple[type[models.Model], str]]:
    """Every column that holds an encrypted text, or nothing."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.startswith(_PREFIX)
    ]


def reencrypt() -> "Counter[str]":
    """Counts: texts "reencrypted", "current" already, and "lost", which no key of this machine decrypts.

    A text is written only if it has not changed since it was read: a text changed meanwhile has the new key.
    """
    return Counter(_reencrypt_one(*place) for place in _places())


def _places() -> Iterator[tuple["models.QuerySet[Any]", str, Any, str]]:
    """For each encrypted text: its row, the column's name, the column's value and the text itself."""
    for model, name in encrypted_columns():
        for pk, token in model._default_manager.exclude(**{name: ""}).values_list("pk", name).iterator():
            yield model._default_manager.filter(pk=pk), name, token, token
    for answer in IdempotentAnswer.objects.filter(answer__has_key="encrypted").iterator():
        yield IdempotentAnswer.objects.filter(pk=answer.pk), "answer", answer.answer, answer.answer["encrypted"]


def _reencrypt_one(row: "models.QuerySet[Any]", name: str, value: Any, token: str) -> str:
    if is_current(token):
        return "current"
    try:
        fresh = encrypt(decrypt(token))
    except DecryptionError:
        return "lost"
    row.filter(**{name: value}).update(**{name: value | {"encrypted": fresh} if isinstance(value, dict) else fresh})
    return "reencrypted"
