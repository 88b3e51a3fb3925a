"""The ground of the GraphQL API: view, limits, loaders, connections, money, errors."""
