"""The whole shop on one machine: an embedded PostgreSQL, the web server and the worker under one supervisor."""
