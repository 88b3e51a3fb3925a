"""Files for people: CSV, Excel and PDF, each from the same table."""
