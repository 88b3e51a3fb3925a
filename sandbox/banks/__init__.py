"""The stand-in for banks and the feeds that tell of their transfers: outside production only."""
