"""What an indicator means, as dated data, and the formulas that definitions name."""
