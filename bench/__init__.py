"""Benchmarks: load on the whole shop, told as ratios to a baseline of the same run."""
