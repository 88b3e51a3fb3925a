"""Backup and restore of one copy of the shop: database, photos and keys. docs/operating.md describes the files."""
