"""The records of VNPay's stand-in: the gateway's side, never read by the shop."""

import uuid

from django.db import models


class SandboxPayment(models.Model):
    """A payment at the stand-in gateway. Empty in production."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tmn_code = models.CharField(max_length=8)
    txn_ref = models.CharField(max_length=100)
    create_date = models.CharField(max_length=14)  # vnp_CreateDate, GMT+7
    expire_date = models.CharField(max_length=14)
    amount = models.BigIntegerField()  # as sent: đồng × 100
    order_info = models.CharField(max_length=255)
    return_url = models.CharField(max_length=255)
    bank_code = models.CharField(max_length=20, default="NCB")
    card_type = models.CharField(max_length=10, default="ATM")
    play = models.CharField(
        max_length=12, default="ipn_first"
    )  # how the result is reported: ipn_first, return_first, never
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    # Empty until the payment is paid, refused or abandoned; then the result in every later message.
    response_code = models.CharField(max_length=2, blank=True)
    transaction_status = models.CharField(max_length=2, blank=True)
    transaction_no = models.CharField(max_length=15, blank=True)
    pay_date = models.CharField(max_length=14, blank=True)
    ipn_tries = models.PositiveSmallIntegerField(default=0)
    ipn_answer = models.CharField(max_length=2, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tmn_code", "txn_ref"], name="sandbox_ref_once"),
        ]

    def __str__(self) -> str:
        return self.txn_ref


class SandboxRefund(models.Model):
    """A refund at the stand-in gateway, made or requested."""

    payment = models.ForeignKey(SandboxPayment, on_delete=models.CASCADE, related_name="refunds")
    request_id = models.CharField(max_length=32)
    transaction_type = models.CharField(max_length=2)  # 02 whole, 03 part
    amount = models.BigIntegerField()  # as sent: đồng × 100
    transaction_no = models.CharField(max_length=15)
    transaction_status = models.CharField(max_length=2)  # 00, 05, 06; 09 refunds nothing
    pay_date = models.CharField(max_length=14)
    created_by = models.CharField(max_length=245)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "request_id"], name="sandbox_refund_once"),
        ]

    def __str__(self) -> str:
        return self.transaction_no


class SandboxPlay(models.Model):
    """The configured behaviour of the stand-in: for one payment, or for all (`txn_ref` empty)."""

    command = models.CharField(max_length=10)  # "querydr", "refund", "ipn"
    txn_ref = models.CharField(max_length=100, blank=True)
    play = models.CharField(max_length=20)
    left = models.PositiveIntegerField(null=True)  # remaining times; None: until it is changed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["command", "txn_ref"], name="sandbox_play_once")]

    def __str__(self) -> str:
        return f"{self.command} {self.txn_ref or '*'}: {self.play}"
