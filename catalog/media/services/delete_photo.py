"""Delete a photo of a product; its files are removed after the commit."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from catalog.models import Photo
from cooperatives.policies import acting_for
from core.errors import NotFound
from core.outbox import publish


def delete_photo(*, photo_id: int, actor: User | None) -> None:
    """Delete the row now, the files by an event. Raises NotFound, Forbidden."""
    with transaction.atomic():
        photo = Photo.objects.select_related("product__seller").filter(pk=photo_id).first()
        if photo is None:
            raise NotFound(_("Không tìm thấy ảnh này."), field="photo_id")
        behalf = acting_for(actor, photo.product.seller)
        before = {"product": photo.product_id, "alt": photo.alt}
        record_audit(actor=actor, action="photo.delete", obj=photo, before=before, on_behalf_of=behalf)
        photo.delete()
        publish("photo.deleted", {"key": photo.key, "widths": photo.widths})
