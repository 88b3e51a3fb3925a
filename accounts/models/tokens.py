"""Refresh tokens, by the sign-in they descend from."""

import uuid

from django.db import models

from accounts.models.people import User


class RefreshTokenFamily(models.Model):
    """All refresh tokens of one `tokenCreate`: each use creates the next. Written by `accounts.refresh_tokens` only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    uses = models.PositiveIntegerField(default=0)  # the number of the newest token
    used_at = models.DateTimeField(null=True)
    # The last use whose token was repeated within the leeway, and the number of such uses in a row.
    repeated_use = models.PositiveIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()  # of the whole family: renewal does not extend it
    unused_until = models.DateTimeField(db_index=True)  # each use extends it, never beyond `expires_at`

    def __str__(self) -> str:
        return f"{self.user_id} {self.uses}"
