"""geo/shapes."""
