"""Code that every layer of the room uses: errors, locks, the mode, provider messages."""
