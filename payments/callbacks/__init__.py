"""Where VNPay calls us, and where it sends the buyer back."""
