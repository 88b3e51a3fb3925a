"""Search on PostgreSQL alone."""
