"""Point of sale ("bán tại chợ"): an amount, paid in cash or by a QR on the seller's phone, and a receipt."""
