"""The ground: money, time, Vietnamese text, codes, outbox, locks, idempotency, the GraphQL base."""
