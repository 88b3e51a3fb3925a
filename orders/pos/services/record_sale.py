"""Record a sale at a stall: cash is recorded at once, a transfer waits for its money behind a QR."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.models import Seller
from cooperatives.policies import may_act_for
from core import clock
from core.cleaning import clean_line
from core.errors import DomainError, NotFound
from core.locks import lock_name
from core.outbox import publish
from orders.models import PosMethod, PosSale, PosSaleStatus
from orders.pos.identifiers import new_receipt_code
from payments import sdk

MAX_AMOUNT = 499_999_999  # đồng: the limit of one fast transfer (NAPAS 247)
MAX_NOTE = 120
# How long a QR waits: a seller without a bank feed may look into the account only in the evening.
WAITS = timedelta(hours=24)


def record_sale(
    *, seller_id: int, amount: int, method: str, form_key: UUID, actor: User, note: str = "", ip: str = ""
) -> PosSale:
    """The sale of `amount` đồng by "cash" (paid at once) or "vietqr" (WAITING, its payment's QR is there to be shown).

    A repeated form records one sale; with other values it is another sale. Raises DomainError on `amount`, `method` or
    `note`, VIETQR_NO_ACCOUNT where the seller shows buyers no account, Forbidden, NotFound.
    """
    note = clean_line(note)
    _check(amount, method, note)
    with transaction.atomic():
        seller = Seller.objects.filter(pk=seller_id).first()
        if seller is None:
            raise NotFound(_("Không tìm thấy người bán này."))
        acting = may_act_for(actor, seller)
        key = uuid5(form_key, f"{amount} {method} {note}")
        lock_name(f"orders.pos:{seller.pk}:{key}")
        if known := PosSale.objects.filter(seller=seller, form_key=key).first():
            return known
        sale = PosSale(
            code=new_receipt_code(),
            seller=seller,
            amount=amount,
            method=method,
            note=note,
            form_key=key,
            recorded_by=actor,
        )
        if method == PosMethod.CASH:
            _take_cash(sale)
        else:
            _ask_for_transfer(sale, ip)
        record_audit(
            actor=actor,
            action="pos_sale.record",
            obj=sale,
            after={"amount": amount, "method": method, "code": sale.code},
            on_behalf_of=acting.audited_for,
        )
        return sale


def _check(amount: int, method: str, note: str) -> None:
    if amount <= 0:
        raise DomainError(_("Vui lòng ghi số tiền lớn hơn 0."), field="amount")
    if amount > MAX_AMOUNT:
        raise DomainError(_("Mỗi lần bán ghi được dưới 500 triệu đồng."), field="amount")
    if method not in PosMethod.values:
        raise DomainError(_("Vui lòng chọn khách trả bằng gì."), field="method")
    if len(note) > MAX_NOTE:
        raise DomainError(_("Ghi chú dài quá 120 ký tự."), field="note")


def _take_cash(sale: PosSale) -> None:
    receipt = sdk.cash.record(
        account=sale.seller.payee_ref, amount=sale.amount, reference=sale.code, idempotency_key=f"pos:{sale.pk}"
    )
    sale.intent_id, sale.status, sale.paid_at = receipt.id, PosSaleStatus.PAID, clock.now()
    sale.save(force_insert=True)
    publish("pos_sale.paid", {"sale_id": str(sale.pk)})


def _ask_for_transfer(sale: PosSale, ip: str) -> None:
    intent = sdk.payment_intents.create(
        amount=sale.amount,
        payment_method_type=sale.method,
        account=sale.seller.payee_ref,
        reference=sale.code,
        description="Ban tai cho",
        expires_at=clock.now() + WAITS,
        idempotency_key=f"pos:{sale.pk}",
    )
    sdk.payment_intents.confirm(intent.id, ip=ip, idempotency_key=f"pos-qr:{sale.pk}")
    sale.intent_id = intent.id
    sale.save(force_insert=True)
