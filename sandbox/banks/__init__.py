"""The stand-in for banks and the feeds that report their transfers: outside production only."""
