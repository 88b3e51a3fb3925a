"""Stand-ins for external services, in this process: never in production. Enabled by settings."""
