"""The front door: settings, urls, the root GraphQL schema, commands."""
