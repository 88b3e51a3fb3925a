"""Use cases of cooperatives, one a file."""
