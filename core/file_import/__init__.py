"""Reading uploaded tables: a workbook's cells, its header row, and each cell as a checked value."""
