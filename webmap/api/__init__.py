"""webmap/api."""
