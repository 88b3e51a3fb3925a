"""Where providers call us, and where they send the buyer back."""
