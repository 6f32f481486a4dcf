"""layers/places."""
