"""Settlement files and bank statements: days, differences, imported files and their layouts."""
