"""A bank statement that a person brings, as a feed: its lines, read by `payments.reconciliation`, tell transfers too."""
