"""webmap/pages."""
