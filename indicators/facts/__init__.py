"""What happened: sales and what was refunded of them, recorded once and never changed."""
