"""HTTP: how requests reach Django, and outgoing calls."""
