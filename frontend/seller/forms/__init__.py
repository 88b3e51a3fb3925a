"""Forms of the workspace, one page's a file."""
