"""Tests of the log of the processes."""
