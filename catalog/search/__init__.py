"""Product search in Vietnamese, with diacritics or without: one interface, a folder for each engine."""
