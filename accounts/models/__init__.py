"""The tables of people, one module for each subject."""

from accounts.models.people import AuditEntry, Membership, Role, User, UserManager
from accounts.models.sessions import Session

__all__ = ["AuditEntry", "Membership", "Role", "Session", "User", "UserManager"]
