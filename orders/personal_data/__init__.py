"""What orders hold about buyers, and how it is exported and erased."""
