"""The API of the deal: checkout, payment, order."""
