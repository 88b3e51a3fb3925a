"""The operator overview: open tasks."""
