"""Facts: sales and their refunds, recorded once and never changed."""
