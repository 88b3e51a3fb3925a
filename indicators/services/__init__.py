"""Use cases of the indicators' room."""
