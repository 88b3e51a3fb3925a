"""Signed-in browsers: fresh, as after the sign-in page, or left alone until a sensitive change asks again."""

from datetime import timedelta

from django.test import Client

from accounts.models import User
from accounts.reauthentication import LASTS
from core import clock

_PROVED_AT = "reauthenticated_at"


def sign_in(client: Client, user: User) -> Client:
    """The browser, signed in just now."""
    client.force_login(user)
    return age(client, timedelta(0))


def age(client: Client, by: timedelta = LASTS + timedelta(seconds=1)) -> Client:
    """The browser whose password was proved so long ago; by default a second too long."""
    session = client.session
    session[_PROVED_AT] = int((clock.now() - by).timestamp())
    session.save()
    return client
