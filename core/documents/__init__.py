"""Files for people: CSV, Excel and PDF, each from the same table."""

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
