"""The tables of people, one module for each subject."""

from accounts.models.credentials import AccountReset, PasswordLink, ResetKind, ResetStatus, SecurityNotice
from accounts.models.people import AuditEntry, Membership, Role, User, UserManager
from accounts.models.sessions import Session

__all__ = [
    "AccountReset",
    "AuditEntry",
    "Membership",
    "PasswordLink",
    "ResetKind",
    "ResetStatus",
    "Role",
    "SecurityNotice",
    "Session",
    "User",
    "UserManager",
]
