"""The site of officials and of the operator."""
