"""Stand-ins for the outside world, in this process: never in production. Plugged in by settings."""
