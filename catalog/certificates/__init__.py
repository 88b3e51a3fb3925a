"""OCOP certificates: submission, verification and the stars that buyers may see."""
