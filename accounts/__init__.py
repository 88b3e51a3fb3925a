"""Who acts: users, memberships and roles, sign-in, the audit trail."""
