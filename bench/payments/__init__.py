"""`python -m bench.payments`: a payment through the SDK, as plain SQL under pgbench, and over HTTP."""
