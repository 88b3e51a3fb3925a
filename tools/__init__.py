"""Set-up of a machine for this project: standard library only, run before anything is installed."""
