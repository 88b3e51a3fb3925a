"""The life of a payment: create, confirm, cancel, complete, poll, review."""
