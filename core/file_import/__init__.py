"""Reading people's files: a workbook's cells, its header row, and each cell as a checked value."""
