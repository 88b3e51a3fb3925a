"""Access control of every address, GraphQL field and `/v1` operation: the tables, and the data that they need."""
