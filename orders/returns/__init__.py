"""Money back after the hand-over: asked for or given, answered, and followed until the buyer has it."""
