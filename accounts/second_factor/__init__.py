"""The second factor of a sign-in: a code of an authenticator app, or a recovery code."""
