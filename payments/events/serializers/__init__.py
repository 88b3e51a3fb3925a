"""Rows as the API's objects, in Stripe's shapes: one file an object, used by `/v1` and by the snapshots of events."""
