"""Update the metadata of a checkout session."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import NotFound
from core.locks import lock_row
from payments.models import CheckoutSession


def update_session(*, session_id: str, metadata: Mapping[str, Any]) -> CheckoutSession:
    """Replace the session's metadata. Raises NotFound."""
    with transaction.atomic():
        session = lock_row(CheckoutSession.objects.filter(pk=session_id))
        if session is None:
            raise NotFound(_("Không tìm thấy phiên trả tiền này."))
        session.metadata = dict(metadata)
        session.save(update_fields=["metadata"])
        return session
