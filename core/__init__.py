"""The base of every room: money, time, Vietnamese text, identifiers, outbox, locks, idempotency, GraphQL."""
