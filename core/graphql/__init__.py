"""The base of the GraphQL API: view, limits, loaders, connections, money, errors."""
