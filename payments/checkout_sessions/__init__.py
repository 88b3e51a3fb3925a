"""The hosted page of a checkout session: the buyer sees the items, chooses a payment method and returns to the shop."""
