"""What the sites share: parsing, redirects, cookies, forms, downloads, labels, error pages."""
