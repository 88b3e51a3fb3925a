"""The API of users: sign-in and the current user."""
