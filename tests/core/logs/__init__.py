"""What the processes write."""
