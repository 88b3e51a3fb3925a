"""The money of an order: its payment, refunds, the release to the seller."""
