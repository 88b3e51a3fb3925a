"""Long fault runs (`make soak`), on a PostgreSQL of their own: not part of the timed suite."""
