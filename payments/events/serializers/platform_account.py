"""account: the operator itself, for Stripe's clients that retrieve the account of their key. It is no payee."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings

from payments.events.serializers import account
from payments.models import BankAccount, Payee

PLATFORM = "acct_platform"


def render(made_at: datetime, livemode: bool) -> account.AccountObject:
    """A standard account without requirements: no contract, no bank account for payouts (1 statement)."""
    name = settings.OPERATOR["name"] or "Chợ Xã"
    row = Payee(
        id=PLATFORM,
        livemode=livemode,
        created_at=made_at,
        name=name,
        legal_name=name,
        business_type="company",
        email=settings.OPERATOR["email"],
        tax_id=settings.OPERATOR["tax_code"],
        agency_contract=name,
        payout_interval="manual",
    )
    bank = BankAccount.objects.filter(payee=None, livemode=livemode, is_active=True).first()
    if bank is not None:
        row.bank_bin, row.bank_account_no, row.bank_account_name = bank.bin, bank.number, bank.holder
    return replace(
        account.render(row),
        controller=account.Controller(type="account"),
        requirements=account.Requirements(currently_due=[], disabled_reason=None, eventually_due=[], past_due=[]),
        type="standard",
    )
