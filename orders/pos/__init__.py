"""Bán tại chợ: an amount, a QR on the seller's phone or cash, a receipt."""
