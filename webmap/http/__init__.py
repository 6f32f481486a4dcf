"""webmap/http."""
