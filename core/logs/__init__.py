"""What the processes write: one entry a line, who asked, what was refused, and no secret."""
