"""Create a key of the API, for the platform or for one payee. It is shown once; only its hash is stored."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import DomainError, NotFound
from payments.api.authentication import digest, new_key, prefix
from payments.base.mode import livemode
from payments.models import ApiKey, ApiKeyKind, Payee

READ, WRITE = "read", "write"


def create_api_key(
    *,
    kind: str = ApiKeyKind.SECRET,
    payee_id: str | None = None,
    permissions: Mapping[str, str] | None = None,
    name: str = "",
    actor: User | None = None,
    key: str | None = None,
) -> tuple[ApiKey, str]:
    """The stored key and its whole text. `permissions` of a restricted one: {"*": "read"}, {"refunds": "write"}.

    `key` is a text to be used instead of a random one (the demo's, which must be the same each time); that one again
    is the same key. Raises DomainError INVALID for a kind or permission that there is not, NotFound for the payee.
    """
    live = livemode()
    given = dict(permissions or {})
    if kind not in ApiKeyKind.values or any(level not in (READ, WRITE) for level in given.values()):
        raise DomainError(_("Loại khóa hoặc quyền của khóa không có ở đây."), field="permissions")
    if payee_id is not None and not Payee.objects.filter(pk=payee_id, livemode=live).exists():
        raise NotFound(_("Không tìm thấy người nhận tiền này."), field="payee")
    text = key or new_key(kind, live)
    if not text.startswith(prefix(kind, live)):
        raise DomainError(_("Khóa không đúng chế độ chạy thử hoặc chạy thật ở đây."), field="key")
    with transaction.atomic():
        made, _is_new = ApiKey.objects.get_or_create(
            digest=digest(text),
            defaults={
                "payee_id": payee_id,
                "livemode": live,
                "kind": kind,
                "name": name[:80],
                "last4": text[-4:],
                "permissions": given,
                "created_by": actor,
            },
        )
    return made, text
