"""The whole shop on one machine: an embedded PostgreSQL, web and worker under one supervisor."""
