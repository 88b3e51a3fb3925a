"""Payees that named their bank before VietQR: the same account is shown to their buyers from now on."""

from django.db import migrations


def open_them(apps, schema_editor):
    Account = apps.get_model("payments", "BankAccount")
    taken = set(Account.objects.values_list("livemode", "bin", "number"))
    have = set(Account.objects.filter(is_active=True).values_list("payee_id", flat=True))
    for payee in apps.get_model("payments", "Payee").objects.exclude(bank_account_no="").order_by("sequence"):
        account = (payee.livemode, payee.bank_bin, payee.bank_account_no.upper())
        if payee.pk in have or account in taken:  # another's: that payee says it anew
            continue
        taken.add(account)
        Account.objects.create(
            payee=payee, livemode=payee.livemode, bin=account[1], number=account[2], holder=payee.bank_account_name
        )


class Migration(migrations.Migration):
    dependencies = [("payments", "0015_payee_made_by")]
    operations = [migrations.RunPython(open_them, migrations.RunPython.noop)]
