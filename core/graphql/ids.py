"""Global ids: base64 of `Type:pk`, as relay and Saleor have them."""

import base64
import binascii

from django.utils.translation import gettext_lazy as _

from core.errors import NotFound

_LONGEST = 80  # characters of a key: a UUID and its signature


def to_global_id(type_name: str, pk: object) -> str:
    """("Product", 12) → "UHJvZHVjdDoxMg=="."""
    return base64.b64encode(f"{type_name}:{pk}".encode()).decode()


def from_global_id(type_name: str, global_id: str, field: str = "id") -> str:
    """The pk in a global id of that type. Raises NotFound for anything else."""
    try:
        kind, _colon, pk = base64.b64decode(global_id, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        kind, pk = "", ""
    if kind != type_name or not pk or len(pk) > _LONGEST or "\0" in pk:
        raise NotFound(_("Không có mục này."), field=field)
    return pk


def int_pk(type_name: str, global_id: str, field: str = "id") -> int:
    """The integer pk in a global id of that type. Raises NotFound for anything else."""
    pk = from_global_id(type_name, global_id, field)
    if not (pk.isascii() and pk.isdigit()) or int(pk) >= 2**63:
        raise NotFound(_("Không có mục này."), field=field)
    return int(pk)
