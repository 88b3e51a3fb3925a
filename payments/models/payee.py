"""Those to whom money is owed (Stripe's connected accounts), and where it is sent."""

from django.db import models


class Payee(models.Model):
    """Someone paid out by the operator. Other rooms keep its id."""

    id = models.CharField(primary_key=True, max_length=40)  # acct_…
    livemode = models.BooleanField()
    name = models.CharField(max_length=120)
    bank_bin = models.CharField(max_length=6, blank=True)  # NAPAS BIN: 970436 = Vietcombank
    bank_account_no = models.CharField(max_length=19, blank=True)
    bank_account_name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
