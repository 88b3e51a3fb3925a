"""Sample bank accounts of the invented sellers and of the operator, with feeds; some households have none.

Their numbers begin with MAU: no bank has such an account, so that a real application cannot pay the demo's QR.
"""

import secrets

from cooperatives.models import Seller
from cooperatives.services.set_bank_account import set_bank_account
from core import clock
from demo_data.content import SellerRow
from payments import sdk
from payments.bank.feeds import CALLING
from payments.bank.feeds.base import TransactionNotification
from payments.bank.services.ingest_bank_transaction import ingest_bank_transaction
from payments.models import BankFeed

_BANKS = ("970405", "970436", "970418", "970415", "970422")
_FEEDS = {"cooperative": ("sepay", "casso", "payos"), "enterprise": ("casso",)}
_WORDS = {"words": "25"}  # payOS passes our whole code on
_WITH_FEED = "sepay"
OPERATORS = "MAUVANHANH01"


def seed_bank_account(row: SellerRow, seller: Seller) -> None:
    """An account for an invented seller without one; every second household has a feed, the others declare payments."""
    if not row.is_sample or sdk.bank_accounts.of(seller.payee_ref) is not None:
        return
    serial = int(row.phone[-2:])
    set_bank_account(
        seller_id=seller.pk,
        bank_bin=_BANKS[serial % len(_BANKS)],
        number=f"MAU{row.phone}",
        holder=f"TAI KHOAN {row.name}",
        actor=None,
    )
    kinds = _FEEDS.get(row.kind, (_WITH_FEED,) if serial % 2 else ())
    account = sdk.bank_accounts.of_many([seller.payee_ref])[seller.payee_ref]
    for kind in kinds:
        sdk.bank_feeds.add(
            account=seller.payee_ref, bank_account=account.id, kind=kind, secrets=_made_up(), settings=_WORDS
        )


def seed_operator_bank_account() -> None:
    """The operator's own account, if there is none."""
    if sdk.bank_accounts.of(None) is not None:
        return
    account = sdk.bank_accounts.open(account=None, bin="970436", number=OPERATORS, holder="TAI KHOAN MAU VAN HANH")
    for kind in ("sepay", "casso"):
        sdk.bank_feeds.add(account=None, bank_account=account.id, kind=kind, secrets=_made_up())


def notify_bank_transfer(intent_id: str) -> bool:
    """The buyer transfers the QR code's amount, and the account's first feed reports it; False if it has no feed."""
    intent = sdk.payment_intents.retrieve(intent_id)
    feeds = BankFeed.objects.filter(account__number=intent.bank_account_no, is_active=True, kind__in=CALLING)
    feed = feeds.order_by("pk").first()
    if feed is None:
        return False
    notice = TransactionNotification(
        external_id=f"mau-{intent.transfer_code}",
        account_numbers=(intent.bank_account_no,),
        amount=intent.amount,
        content=f"MBVCB.{feed.pk}.{intent.transfer_code}.CT tu 0071000000000",
        booked_at=clock.now(),
        bank_reference=f"FTMAU{intent.transfer_code[2:]}",
    )
    ingest_bank_transaction(feed=feed, notification=notice)
    return True


def notify_unmatched_transfer(seller: Seller, amount: int) -> None:
    """A transfer with a mistyped code: only the seller can match it."""
    feed = BankFeed.objects.filter(account__payee_id=seller.payee_ref, is_active=True, kind__in=CALLING).earliest("pk")
    notice = TransactionNotification(
        external_id="mau-go-sai-ma",
        account_numbers=(feed.account.number,),
        amount=amount,
        content="CX0000000000 gui tien xoai chi Sau",
        booked_at=clock.now(),
        bank_reference="FTMAUGOSAIMA",
    )
    ingest_bank_transaction(feed=feed, notification=notice)


def _made_up() -> dict[str, str]:
    """Random secrets for the sandbox bank."""
    return {name: secrets.token_urlsafe(24) for name in ("key", "client_id", "api_key")}
