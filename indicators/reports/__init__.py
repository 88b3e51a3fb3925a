"""Reports: all figures of an area and a month, and how they divide among its parts."""
