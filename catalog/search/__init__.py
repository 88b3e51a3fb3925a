"""Finding goods in Vietnamese, typed with diacritics or without: on PostgreSQL alone."""
