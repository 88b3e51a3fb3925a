"""Audit entries are append-only."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, User
from accounts.services.record_audit import record_audit


def test_entry_has_actor_object_and_principal(hoa: User, demo_buyer: User) -> None:
    entry = record_audit(
        actor=hoa, action="user.edit", obj=demo_buyer, before={"a": 1}, after={"a": 2}, on_behalf_of=demo_buyer
    )
    ref = f"accounts.User:{demo_buyer.pk}"
    assert (entry.object_ref, entry.on_behalf_of, entry.before, entry.after) == (ref, ref, {"a": 1}, {"a": 2})


def test_entries_cannot_be_changed_or_deleted(hoa: User) -> None:
    record_audit(actor=hoa, action="user.edit", obj=hoa)
    entries = AuditEntry.objects.all()
    for change in (lambda: entries.update(action="khác"), lambda: entries.delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    assert AuditEntry.objects.get().action == "user.edit"
