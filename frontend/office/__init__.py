"""The officials' and the operator's face."""
