"""Refresh tokens, by the sign-in they descend from."""

import uuid

from django.db import models

from accounts.models.people import User


class RefreshTokenFamily(models.Model):
    """All refresh tokens of one `tokenCreate`: each use makes the next. Written by `accounts.refresh_tokens` alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    uses = models.PositiveIntegerField(default=0)  # only the token that carries this number is the newest
    used_at = models.DateTimeField(null=True)
    # The last use whose token came again within the leeway, and of how many uses in a row, up to it, that was so.
    repeated_use = models.PositiveIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()  # of the whole family: renewing does not move it
    unused_until = models.DateTimeField(db_index=True)  # each use moves it, never beyond `expires_at`

    def __str__(self) -> str:
        return f"{self.user_id} {self.uses}"
