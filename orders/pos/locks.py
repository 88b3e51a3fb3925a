"""Row locks of POS sales: the sale first, then payments."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.errors import NotFound
from core.locks import lock_row
from orders.identifiers import read_uuid
from orders.models import PosSale


def lock_sale(sale_id: UUID | str) -> PosSale:
    """The sale with its seller, locked. Raises NotFound."""
    sale = lock_row(PosSale.objects.filter(pk=read_uuid(sale_id)).select_related("seller"))
    if sale is None:
        raise NotFound(_("Không tìm thấy lần bán này."))
    return sale


def lock_sale_of_intent(intent_id: str) -> PosSale | None:
    """The sale that a payment pays for, locked likewise; None where it pays for none."""
    return lock_row(PosSale.objects.filter(intent_id=intent_id).select_related("seller"))
