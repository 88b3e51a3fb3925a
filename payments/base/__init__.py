"""What every layer of the room stands on: ids, errors, locks, the mode, provider messages."""
