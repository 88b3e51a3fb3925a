"""What officials read: facts, definitions, figures, periods."""
