"""Benchmarks: load on the whole shop, measured as ratios to a baseline of the same run."""
