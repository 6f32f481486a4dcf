"""geo/geodesy."""
