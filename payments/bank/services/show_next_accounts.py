"""Show buyers the accounts whose waiting time has passed, in place of the former ones."""

from django.db import transaction

from core import clock
from payments.base.locks import lock_accounts_of
from payments.models import BankAccount


def show_next_accounts() -> int:
    """Show each account in a transaction of its own; idempotent. Returns how many were shown."""
    shown = 0
    for pk, payee_id in BankAccount.objects.filter(shown_from__lte=clock.now()).values_list("pk", "payee_id"):
        with transaction.atomic():
            lock_accounts_of(payee_id)
            account = BankAccount.objects.filter(pk=pk, shown_from__lte=clock.now()).first()
            if account is None:  # cancelled meanwhile
                continue
            of_payee = BankAccount.objects.filter(payee_id=account.payee_id, livemode=account.livemode)
            of_payee.filter(is_active=True).update(is_active=False)
            account.is_active, account.shown_from = True, None
            account.save(update_fields=["is_active", "shown_from"])
            shown += 1
    return shown
