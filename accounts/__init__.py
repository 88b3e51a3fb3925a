"""Users, memberships and roles, sign-in, the audit trail."""
