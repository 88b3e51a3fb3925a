"""From a cart to placed orders and their payments, with the limits for buyers who are not verified."""
