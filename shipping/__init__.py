"""How it travels: methods, zones, quotes, carriers."""
