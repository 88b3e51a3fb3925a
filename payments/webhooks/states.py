"""How a delivery stands."""

PENDING = "pending"  # due now or later
DELIVERED = "delivered"  # answered with 2xx
FAILED = "failed"  # tried in vain
NOT_SENT = "not_sent"  # its endpoint was off
