"""Products and their variants: what sellers enter, what lists and pages show."""
