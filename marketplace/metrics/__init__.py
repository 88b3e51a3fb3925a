"""`/metrics` for Prometheus: requests, queues, deliveries, feeds, open questions, and the last `verify`."""
