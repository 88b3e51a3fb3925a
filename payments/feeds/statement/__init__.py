"""A bank statement that a person brings, as a feed: its lines, read by `payments.reconcile`, tell transfers too."""
