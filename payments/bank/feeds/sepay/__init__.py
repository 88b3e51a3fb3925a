"""SePay: developer.sepay.vn, "Webhooks"."""
