"""Payees (Stripe's connected accounts)."""

from payments import models, objects
from payments.objects import Account
from payments.sdk._once import made_once
from payments.services.create_payee import create_payee
from payments.services.update_bank import update_bank as set_bank


def create(*, name: str, idempotency_key: str) -> Account:
    made = made_once("accounts.create", idempotency_key, {"name": name}, lambda: create_payee(name=name).pk)
    return retrieve(made)


def retrieve(id: str) -> Account:
    return objects.account(models.Payee.objects.get(pk=id))


def update_bank(id: str, *, bin: str, number: str, holder: str) -> Account:
    """Where the payee's money is sent: NAPAS BIN, account number, holder's name."""
    return objects.account(set_bank(payee_id=id, bin=bin, number=number, holder=holder))
