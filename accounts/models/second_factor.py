"""The second factor of a sign-in: a code of the phone's authenticator app, or one of the recovery codes on paper."""

from django.db import models

from accounts.models.people import User


class Authenticator(models.Model):
    """The secret shared with an authenticator app (RFC 6238). It is active once a code was entered (`confirmed_at`)."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="authenticator")
    encrypted_secret = models.TextField()  # base32 of 20 bytes, encrypted (core.encryption)
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=-1)  # of the last accepted code: no code is accepted twice
    drift = models.SmallIntegerField(default=0)  # known offset of the phone's clock, in steps

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(models.Model):
    """A recovery code for a lost phone, 120 random bits, used once. Only its hash is stored."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)  # SHA-256
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="accounts_recovery_code_once")]

    def __str__(self) -> str:
        return str(self.user_id)
