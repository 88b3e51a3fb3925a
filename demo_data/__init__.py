"""The pilot's sample data, written through the rooms' own services. data/pilot/NOTICE.md says what of it is real."""
