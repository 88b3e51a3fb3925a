"""Connect and disconnect the service that reports transfers to a seller; only its manager may do it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cooperatives.models import Seller
from cooperatives.policies import manages
from core.errors import DomainError, Forbidden, NotFound
from payments import sdk


def set_bank_feed(
    *, seller_id: int, kind: str, secrets: Mapping[str, str], auth: str = "hmac", actor: User
) -> sdk.BankFeed:
    """Connect a service ("sepay", "casso", "payos") to the seller's planned bank account, or else to the current one.

    The same service again replaces its key.
    Raises DomainError on the invalid field, BANK_ACCOUNT_MISSING before there is an account, Forbidden, NotFound.
    """
    seller = _of_manager(seller_id, actor)
    bank = sdk.bank_accounts.next_of(seller.payee_ref) or sdk.bank_accounts.of(seller.payee_ref)
    if bank is None:
        raise DomainError(_("Vui lòng ghi tài khoản nhận tiền trước."), code="BANK_ACCOUNT_MISSING")
    return sdk.bank_feeds.add(
        account=seller.payee_ref,
        bank_account=bank.id,
        kind=kind,
        secrets=secrets,
        settings={"auth": auth} if kind == "sepay" else None,
        actor=actor,
    )


def drop_bank_feed(*, seller_id: int, feed_id: int, actor: User) -> None:
    """Disconnect the service: from now on the seller confirms transfers itself. Raises Forbidden, NotFound."""
    seller = _of_manager(seller_id, actor)
    sdk.bank_feeds.close(feed_id, account=seller.payee_ref, actor=actor)


def _of_manager(seller_id: int, actor: User) -> Seller:
    seller = Seller.objects.filter(pk=seller_id).first()
    if seller is None:
        raise NotFound(_("Không tìm thấy người bán này."))
    if not manages(actor, seller):
        raise Forbidden(_("Chỉ người quản lý của chính gian hàng được đổi dịch vụ báo tiền về."))
    return seller
