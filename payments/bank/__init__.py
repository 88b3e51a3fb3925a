"""Bank accounts that buyers pay into, the feeds that report transfers, and their matching."""
