"""The API of people: signing in, and who one is."""
