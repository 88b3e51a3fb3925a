"""The sites: shop, seller, office, account. No business rules."""
