"""`python -m bench.payments`: a payment's life through the SDK, by hand under pgbench, and over HTTP."""
