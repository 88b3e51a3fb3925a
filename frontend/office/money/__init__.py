"""The money desk: what waits for a person, day by day, files, the books. For the operator alone."""
