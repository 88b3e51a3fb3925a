"""Who may do what, at every address, GraphQL field and operation: tables, and the world that they are asked in."""
