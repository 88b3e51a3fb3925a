"""Sign-in by phone or e-mail; the account's state is checked on every request."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class PhoneOrEmailBackend(ModelBackend):
    """Django's own backend: the manager reads the identifier, an unknown one costs the same hash as a known one.

    `get_user` calls `user_can_authenticate` for each request with a session, so that a closed account, or a demo
    account in production, is anonymous from the next request on.
    """

    def get_user(self, user_id: int) -> User | None:
        """As Django's own, which every request of a signed-in person calls, without compiling its statement again."""
        user = next(iter(User.objects.raw("SELECT * FROM accounts_user WHERE id = %s", [user_id])), None)
        return user if user and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User) -> bool:  # type: ignore[override]
        return user.may_act
