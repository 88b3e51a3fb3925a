"""The operator bank account, its feeds, and transfers that match nothing."""
