"""webmap/maps."""
