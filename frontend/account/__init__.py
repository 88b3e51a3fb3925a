"""Sign-in, sign-out and the user's own account, for all sites."""
