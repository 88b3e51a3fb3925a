"""An authenticator app for tests."""

import base64

from django_otp.oath import hotp

from accounts.models import User
from accounts.services.set_up_second_factor import begin_second_factor, confirm_second_factor
from core import clock


class App:
    """Codes of one secret; `late`: by how many steps of 30 seconds the phone's clock is behind."""

    def __init__(self, secret: str, late: int = 0) -> None:
        self.key, self.late = base64.b32decode(secret.replace(" ", "")), late

    def code(self, step: int = 0) -> str:
        """The code now, or so many steps later."""
        return f"{hotp(self.key, int(clock.now().timestamp()) // 30 + step - self.late):06d}"


def enrolled(user: User) -> tuple[App, list[str]]:
    """The app and the recovery codes of a person who set up the second factor one step ago."""
    app = App(begin_second_factor(user=user))
    codes = confirm_second_factor(user=user, code=app.code(-1))
    return app, codes
