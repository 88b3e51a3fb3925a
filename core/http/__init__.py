"""HTTP at both ends: how requests reach Django, and how we call others."""
