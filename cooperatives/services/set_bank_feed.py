"""Who tells of transfers to a seller: a service of its own choice, whose key only its manager brings and takes away."""

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
    """Hear a service ("sepay", "casso", "payos") about the seller's account: the one that buyers will be shown next,
    where that is planned, else the one they are shown. Again, it takes the new key.

    Raises DomainError on the field at fault, BANK_ACCOUNT_MISSING before there is an account, Forbidden, NotFound.
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
    """Hear it no more: from now on the seller says itself what came. Raises Forbidden, NotFound."""
    seller = _of_manager(seller_id, actor)
    sdk.bank_feeds.close(feed_id, account=seller.payee_ref, actor=actor)


def _of_manager(seller_id: int, actor: User) -> Seller:
    seller = Seller.objects.filter(pk=seller_id).first()
    if seller is None:
        raise NotFound(_("Không tìm thấy người bán này."))
    if not manages(actor, seller):
        raise Forbidden(_("Chỉ người quản lý của chính gian hàng được đổi dịch vụ báo tiền về."))
    return seller
