"""geo/formats."""
