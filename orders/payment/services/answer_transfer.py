"""The seller resolves an unmatched transfer into its own account."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.models import Seller
from cooperatives.policies import may_act_for
from core.errors import NotFound
from orders.payment.services.sync_orders_with_payment import sync_orders_with_payment
from orders.pos.services.sync_sale_with_payment import sync_sale_with_payment
from payments import sdk


def answer_transfer(
    *, seller_id: int, transfer_id: int, decision: str, note: str, actor: User, intent_id: str = ""
) -> sdk.BankTransfer:
    """Decide: "accept" as the payment of a purchase, "returned" (the note is the proof), or "not_ours".

    Only for transfers into the seller's own account, and only once; transfers to the operator are resolved in the
    office. An accepted transfer pays as if the bank feed had matched it: exactly its amount, for a payment to this
    seller. Raises Forbidden, NotFound, DomainError REQUIRED, ALREADY_DECIDED, AMOUNT_INVALID or
    PAYMENT_INTENT_UNEXPECTED_STATE.
    """
    seller = Seller.objects.filter(pk=seller_id).first()
    if seller is None:
        raise NotFound(_("Không tìm thấy người bán này."))
    acting = may_act_for(actor, seller)
    with transaction.atomic():
        decided = sdk.bank_transfers.decide(
            transfer_id,
            account=seller.payee_ref,
            decision=decision,
            actor=actor,
            note=note,
            payment_intent=intent_id or None,
        )
        record_audit(
            actor=actor,
            action="seller.answer_transfer",
            obj=seller,
            after={"transfer": decided.id, "amount": decided.amount, "decision": decision, "note": note.strip()[:280]},
            on_behalf_of=acting.audited_for,
        )
    if decided.payment_intent and decision == "accept":
        # The event does the same; here the seller sees it at once.
        sync_orders_with_payment(intent_id=decided.payment_intent)
        sync_sale_with_payment(intent_id=decided.payment_intent)
    return decided
