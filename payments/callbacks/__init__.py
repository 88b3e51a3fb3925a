"""Endpoints that providers call, and to which they return buyers."""
