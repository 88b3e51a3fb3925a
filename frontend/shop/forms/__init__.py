"""What a buyer types, a form a page."""
