"""Tests of shipping quotes."""
