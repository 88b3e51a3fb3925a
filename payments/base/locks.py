"""All row locks of the room, in the order in which they are taken.

A payment changes under the lock of its intent. A payee's available balance decreases under the lock of the payee: by a
payout, or by a reversal that already holds the intent's lock. A payout's status changes under the lock of its own row.
"""

from django.utils.translation import gettext_lazy as _

from core import rows
from core.errors import NotFound
from core.locks import lock_name, lock_row
from payments.base.errors import no_such_payment, no_such_refund
from payments.models import Attempt, BankAccount, Customer, Payee, PaymentIntent, Payout, Refund, Transfer


def lock_intent(intent_id: str) -> PaymentIntent:
    """The intent, locked until the transaction ends; raises NotFound."""
    intents = rows.select(PaymentIntent, id=intent_id, lock=True)
    if not intents:
        raise no_such_payment()
    return intents[0]


_OF_REFERENCE = "id = (SELECT intent_id FROM payments_attempt WHERE reference = %s)"


def lock_attempt(reference: str) -> tuple[PaymentIntent, Attempt]:
    """The attempt of a reference, under the lock of its intent. The intent's `attempts` are prefetched.

    Raises NotFound.
    """
    intents = rows.where(PaymentIntent, _OF_REFERENCE, [reference], lock=True)  # an attempt never changes its intent
    if not intents:
        raise no_such_payment()
    intent = intents[0]
    attempts = rows.select(Attempt, intent_id=intent.pk)
    rows.set_prefetched(intent, "attempts", attempts)
    return intent, next(attempt for attempt in attempts if attempt.reference == reference)


def lock_payee(payee_id: str) -> Payee:
    """The payee, locked: meanwhile its available balance can only grow. Raises NotFound."""
    payee = lock_row(Payee.objects.filter(pk=payee_id))
    if payee is None:
        raise NotFound(_("Không tìm thấy người nhận tiền này."))
    return payee


def lock_transfer(transfer_id: str) -> tuple[PaymentIntent, Transfer]:
    """A transfer under the lock of its intent; raises NotFound."""
    intent_id = Transfer.objects.filter(pk=transfer_id).values_list("intent_id", flat=True).first()
    if intent_id is None:
        raise NotFound(_("Không tìm thấy khoản chia này."), field="id")
    return lock_intent(intent_id), Transfer.objects.get(pk=transfer_id)


def lock_payout(payout_id: str) -> Payout:
    """The payout with its payee, locked; raises NotFound."""
    payout = lock_row(Payout.objects.filter(pk=payout_id).select_related("payee"))
    if payout is None:
        raise NotFound(_("Không tìm thấy khoản chuyển tiền này."))
    return payout


def lock_refund(refund_id: str) -> tuple[PaymentIntent, Refund]:
    """A refund with its attempt under the lock of its intent; raises NotFound."""
    intent = lock_row(PaymentIntent.objects.filter(refunds=refund_id))
    if intent is None:
        raise no_such_refund()
    return intent, Refund.objects.select_related("attempt").get(pk=refund_id)


def lock_account(account: BankAccount) -> None:
    """Lock a bank account. Taken before the row of a transfer and before any intent."""
    lock_name(f"payments.bank:{account.pk}")


def lock_accounts_of(payee_id: str | None) -> None:
    """Lock the selection of the accounts that a payee (None: the operator) shows to buyers."""
    lock_name(f"payments.bank_accounts:{payee_id or 'operator'}")


def lock_customer(customer_id: str) -> Customer:
    """The customer, locked until the transaction ends; raises NotFound, also for a deleted one."""
    customer = lock_row(Customer.objects.filter(pk=customer_id, deleted_at=None))
    if customer is None:
        raise NotFound(_("Không tìm thấy khách hàng này."), field="customer")
    return customer
