"""A bank statement that a person uploads, as a feed: its lines are transfers too."""
