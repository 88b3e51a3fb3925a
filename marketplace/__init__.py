"""The project: settings, URLs, the root GraphQL schema, commands."""
