"""Revoke a key of the API: from the next call on it is unknown."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import NotFound
from core.locks import lock_row
from payments.models import ApiKey


def revoke_api_key(*, key_id: int) -> ApiKey:
    """Revoke a key; twice changes nothing. Raises NotFound."""
    with transaction.atomic():
        key = lock_row(ApiKey.objects.filter(pk=key_id))
        if key is None:
            raise NotFound(_("Không tìm thấy khóa này."))
        if key.revoked_at is None:
            key.revoked_at = clock.now()
            key.save(update_fields=["revoked_at"])
        return key
