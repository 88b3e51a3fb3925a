"""A second proof at sign-in besides the password: a code of an authenticator app, or a recovery code."""
