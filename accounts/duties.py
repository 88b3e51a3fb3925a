"""What a signed-in person must do before anything else."""

from typing import Literal

from accounts.models import User

Duty = Literal["password"]


def duty_of(user: User) -> Duty | None:
    """Set one's own password in place of one that another set."""
    if user.must_change_password:
        return "password"
    return None
