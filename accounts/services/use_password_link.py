"""Set a password by a one-time link."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import PasswordLink, User
from accounts.passwords.checked import checked_password
from accounts.services.make_password_link import hash_token
from accounts.services.record_audit import record_audit
from accounts.services.sign_out_everywhere import end_sessions
from core import clock
from core.errors import NotFound
from core.locks import lock_row


def person_of_link(token: str) -> User:
    """The user of the link. Raises NotFound if it is unknown, used or older than 72 hours."""
    return _open_link(token).user


@transaction.atomic
def use_password_link(*, token: str, password: str) -> User:
    """Set the password; every earlier session and token ends. The link works once, also under concurrency.

    Raises NotFound, or DomainError PASSWORD_TOO_WEAK on `password`, after which the link still works.
    """
    link = _open_link(token, lock=True)
    user = User.objects.select_for_update().get(pk=link.user_id)
    checked_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user)
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    record_audit(actor=user, action="user.use_password_link", obj=user, after={"epoch": user.session_epoch})
    return user


def _open_link(token: str, *, lock: bool = False) -> PasswordLink:
    links = PasswordLink.objects.filter(token_hash=hash_token(token), used_at=None, expires_at__gt=clock.now())
    links = links.select_related("user")
    link = lock_row(links) if lock else links.first()
    if link is None or not link.user.may_act:
        raise NotFound(_("Liên kết này đã dùng rồi hoặc đã hết hạn. Vui lòng xin liên kết mới."))
    return link
