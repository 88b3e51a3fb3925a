"""The pilot's data, brought in through the rooms' own services: see data/pilot/NOTICE.md for what is real in it."""
