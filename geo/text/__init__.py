"""geo/text."""
