"""Sessions of browsers, by person, so that users can list and end their own."""

import hashlib

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from accounts.models.people import User


class Session(AbstractBaseSession):
    """One browser's session; `user` is null for guests. Written by `accounts.sessions` only."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    last_seen_at = models.DateTimeField()

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from accounts.sessions import SessionStore  # the store writes these rows

        return SessionStore

    @property
    def public_id(self) -> str:
        """The public id of the session on pages; its secret key must not be shown there."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:32]
