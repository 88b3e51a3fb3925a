"""Tables of accounts, one module for each subject."""

from accounts.models.credentials import (
    AccountReset,
    IdentityCheck,
    PasswordLink,
    ResetKind,
    ResetStatus,
    SecurityNotice,
)
from accounts.models.people import AuditEntry, Membership, Role, User, UserManager
from accounts.models.second_factor import Authenticator, RecoveryCode
from accounts.models.sessions import Session
from accounts.models.tokens import RefreshTokenFamily

__all__ = [
    "AccountReset",
    "AuditEntry",
    "Authenticator",
    "IdentityCheck",
    "Membership",
    "PasswordLink",
    "RecoveryCode",
    "RefreshTokenFamily",
    "ResetKind",
    "ResetStatus",
    "Role",
    "SecurityNotice",
    "Session",
    "User",
    "UserManager",
]
