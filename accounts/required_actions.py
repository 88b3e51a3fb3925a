"""Actions that a signed-in person must complete before any other page."""

from typing import Literal

from accounts.models import User
from accounts.second_factor.policy import has_second_factor, is_required

RequiredAction = Literal["password", "second_factor"]


def required_action_of(user: User) -> RequiredAction | None:
    """First replace a password that another person set; then set up a second factor if required."""
    if user.must_change_password:
        return "password"
    if is_required(user) and not has_second_factor(user):
        return "second_factor"
    return None
