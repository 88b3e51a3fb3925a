"""Queries compiled to closures; graphql-core answers whatever they do not cover (docs/decisions/0021)."""
