"""Administrative units, current and former, addresses and boundaries."""
