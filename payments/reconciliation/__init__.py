"""Partners' files against our own rows: reading them by data, and what differs."""
